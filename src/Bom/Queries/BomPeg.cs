namespace SecretMagic.Bom;

/// <summary>A demand's part in the requirement of an item.</summary>
/// <param name="Item">What is demanded.</param>
/// <param name="Units">The quantity of the item for one unit of that.</param>
/// <param name="Quantity">The demand's part.</param>
public sealed record BomPeg(string Item, double Units, double Quantity);
