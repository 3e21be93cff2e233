namespace SecretMagic.Bom;

/// <summary>What an item goes into.</summary>
/// <param name="Item">What is made with it.</param>
/// <param name="Units">The quantity of it for one unit of that.</param>
/// <param name="Shortest">The fewest lines between them.</param>
/// <param name="Longest">The most.</param>
public sealed record BomUse(string Item, double Units, int Shortest, int Longest);
