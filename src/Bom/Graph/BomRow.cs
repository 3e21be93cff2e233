namespace SecretMagic.Bom;

/// <summary>What a compiled graph knows of the item of a row.</summary>
/// <param name="Code">The item.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Level">The longest way down to it.</param>
/// <param name="ShortestLevel">The shortest way down to it.</param>
/// <param name="ProducedAt">Where it is produced; null for wherever it is needed.</param>
/// <param name="HasRecipe">It is a parent.</param>
/// <param name="IsPhantom">It has no row of its own in results.</param>
/// <param name="TwinOf">The row of the item proper when this row is what lines that stop take from its stock; else -1.</param>
/// <param name="Planned">The planned quantity for one unit needed.</param>
internal sealed record BomRow(
    string Code, string? Name, string? Unit, int Level, int ShortestLevel, string? ProducedAt, bool HasRecipe, bool IsPhantom,
    int TwinOf, double Planned)
{
    internal bool IsTwin => TwinOf >= 0;
}
