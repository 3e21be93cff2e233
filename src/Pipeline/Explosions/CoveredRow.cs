namespace SecretMagic.Pipeline;

/// <summary>A row of coverage: how the requirement of an item at a site on a day is met.</summary>
/// <param name="Item">The item.</param>
/// <param name="Site">The site; empty where there is only one.</param>
/// <param name="Date">The day.</param>
/// <param name="Kind">bought, produced, transferred, from_stock, failed.</param>
/// <param name="Level">The longest way down to the item.</param>
/// <param name="Gross">What is required.</param>
/// <param name="StockUsed">What stock and receipts cover.</param>
/// <param name="Planned">What is ordered or made.</param>
/// <param name="Short">What of a raw material is missing.</param>
/// <param name="Left">The stock after the day; null where it is not known.</param>
/// <param name="DaysOfCover">The days to come that it covers; null where it is not known.</param>
/// <param name="PastDue">What would have been needed before the horizon; stands on the first day and comes on top.</param>
/// <param name="PastDueShort">What of that is missing.</param>
public sealed record CoveredRow(
    string Item, string Site, DateOnly Date, string Kind, int Level, double Gross, double StockUsed, double Planned, double Short, double? Left,
    double? DaysOfCover, double PastDue, double PastDueShort);
