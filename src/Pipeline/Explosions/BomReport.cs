using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>What is right and wrong with a recipe book.</summary>
/// <param name="Status">ok; cyclic when recipes need themselves; invalid when a finding is an error.</param>
/// <param name="Items">Items that lines or items name; 0 unless the book is ok or its cycles are isolated.</param>
/// <param name="Lines">Lines read.</param>
/// <param name="Levels">The longest way down; 0 unless there is a graph.</param>
/// <param name="Version">A hash of what the book says, the same in any order of rows; null unless there is a graph.</param>
/// <param name="Findings">Everything found, errors and warnings.</param>
/// <param name="Cycles">A shortest cycle of every set of items that need each other, and others of it.</param>
/// <param name="Isolated">Items in a cycle or below one, where cycles are isolated.</param>
public sealed record BomReport(
    string Status, int Items, int Lines, int Levels, string? Version, ImmutableArray<RecipeFinding> Findings, ImmutableArray<BomReport.Cyclic> Cycles,
    ImmutableArray<string> Isolated)
{
    /// <summary>Items that need each other.</summary>
    /// <param name="Members">Their codes.</param>
    /// <param name="Paths">Cycles among them, a shortest one first.</param>
    /// <param name="More">True when there may be more cycles than are listed.</param>
    /// <param name="Remove">The line, as parent and component, without which most of the listed cycles are gone.</param>
    /// <param name="FirstDay">The first day on which the shortest cycle holds; null when it always did.</param>
    /// <param name="LastDay">The last such day; null when there is none.</param>
    public sealed record Cyclic(
        ImmutableArray<string> Members, ImmutableArray<string> Paths, bool More, string Remove, string? FirstDay, string? LastDay);
}
