namespace SecretMagic.Bom;

/// <summary>What a compiled graph knows of the item of a row.</summary>
/// <param name="Code">The item.</param>
/// <param name="Entry">What is known beyond its lines; null for nothing.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Level">The longest way down to it.</param>
/// <param name="ShortestLevel">The shortest way down to it.</param>
/// <param name="Supply">From where sites take it; null for an item that is made wherever it is needed.</param>
/// <param name="HasRecipe">It is a parent.</param>
/// <param name="TwinOf">The row of the item proper when this row is what lines that stop take from its stock; else -1.</param>
/// <param name="Planned">The planned quantity for one unit needed.</param>
internal sealed record BomRow(
    string Code, BomItem? Entry, string? Unit, int Level, int ShortestLevel, BomSupply? Supply, bool HasRecipe, int TwinOf, double Planned)
{
    internal bool IsTwin => TwinOf >= 0;

    /// <summary>It has no row of its own in results.</summary>
    internal bool IsPhantom => TwinOf < 0 && Entry is { Phantom: true };

    /// <summary>Days from needing its components to having it.</summary>
    internal int Lead => TwinOf >= 0 || Entry is null or { Phantom: true } ? 0 : Entry.LeadDays;

    /// <summary>Orders of it are more than what is needed on the day.</summary>
    internal bool HasLots => TwinOf < 0 && Entry is { Phantom: false } && (Entry.LotMin > 0 || Entry.LotMultiple > 0 || Entry.LotMax > 0
        || Entry.LotDays > 1 || Entry.SafetyStock > 0);

    /// <summary>How many orders a quantity is, loss included.</summary>
    internal double OrdersOf(double made) => Entry is { LotMax: > 0 } item ? Math.Max(1, Math.Ceiling(made * Planned / item.LotMax - 1e-9)) : 1;
}
