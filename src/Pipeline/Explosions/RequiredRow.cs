namespace SecretMagic.Pipeline;

/// <summary>A row of requirements: an item at a site on a day.</summary>
/// <param name="Item">The item.</param>
/// <param name="Site">The site; empty where there is only one.</param>
/// <param name="Date">The day.</param>
/// <param name="Kind">bought, produced, transferred, from_stock.</param>
/// <param name="Level">The longest way down to the item.</param>
/// <param name="Quantity">The gross requirement.</param>
/// <param name="PastDue">What would have been needed before the horizon; stands on the first day and comes on top.</param>
public sealed record RequiredRow(string Item, string Site, DateOnly Date, string Kind, int Level, double Quantity, double PastDue);
