namespace SecretMagic.Bom;

/// <summary>What one item needs of another, by all lines between them that hold.</summary>
/// <param name="Parent">What is made.</param>
/// <param name="Component">What it is made of.</param>
/// <param name="Units">The quantity for one unit of the parent's need, losses included.</param>
/// <param name="Fixed">The quantity for each day on which the parent is made, however much of it.</param>
/// <param name="FromStock">The component is taken from its stock and not exploded.</param>
public sealed record BomPart(string Parent, string Component, double Units, double Fixed, bool FromStock);
