namespace SecretMagic.Bom;

/// <summary>One <paramref name="From"/> is <paramref name="Factor"/> <paramref name="To"/>: a bottle is 0.75 l.</summary>
/// <param name="From">A unit.</param>
/// <param name="To">Another.</param>
/// <param name="Factor">How many of the other; positive, exact as written.</param>
/// <param name="Item">The item for which it holds; null for all.</param>
/// <param name="Origin">The row in the source.</param>
public sealed record BomConversion(string From, string To, decimal Factor, string? Item = null, int Origin = 0);
