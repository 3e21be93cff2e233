namespace SecretMagic.Bom;

/// <summary>
/// A site takes an item whole from another, which makes it or takes it from a third. It precedes <see cref="BomItem.ProducedAt"/>.
/// </summary>
/// <param name="Item">The item.</param>
/// <param name="Site">Where it is needed.</param>
/// <param name="From">Where it is taken from; the site itself for an item that is made there although others take it elsewhere.</param>
/// <param name="Days">Days on the way: what is needed on day d is needed there on d - Days. 0 to 3660.</param>
/// <param name="Origin">The row in the source.</param>
public sealed record BomRoute(string Item, string Site, string From, int Days = 0, int Origin = 0);
