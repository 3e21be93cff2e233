namespace SecretMagic.Bom;

/// <summary>Demand that is not exploded.</summary>
/// <param name="Item">The dish.</param>
/// <param name="Lines">On how many days at how many sites it is wanted: each such day at each such site counts.</param>
/// <param name="Quantity">How much of it in all.</param>
public sealed record BomLeftOut(string Item, int Lines, double Quantity);
