namespace SecretMagic.Bom;

/// <summary>What the materials of one unit of an item cost.</summary>
/// <param name="Value">The cost; NaN where a price is missing.</param>
/// <param name="MissingPrice">The first item, by code, whose price is missing; null for none.</param>
public readonly record struct BomCost(double Value, string? MissingPrice);
