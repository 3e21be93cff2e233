using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// Recipes, compiled: items in rows numbered by level, lines grouped by component, their factors folded. Immutable, so runs and threads
/// share it. It depends on what the lines say and not on their order.
/// </summary>
/// <remarks>About 20 bytes a line (8 more with fixed quantities, 8 more with periods) and 150 an item beside its texts.</remarks>
public sealed class BomGraph
{
    private readonly CodeTable _codes;
    private readonly int[] _rowOf;

    internal BomGraph(BomRow[] rows, CodeTable codes, int[] rowOf, int[] start, LineTable lines, ImmutableArray<BomPhase> phases)
    {
        _codes = codes;
        _rowOf = rowOf;
        Rows = rows;
        Start = start;
        Table = lines;
        Phases = phases;
    }

    /// <summary>The number of items.</summary>
    public int Items => _codes.Count;

    /// <summary>The number of lines, parallel ones counted once.</summary>
    public int Lines => Table.Count;

    /// <summary>The number of levels: 2 for dishes made of raw materials only.</summary>
    public int LevelCount => Rows.Length == 0 ? 0 : Rows.Max(row => row.Level) + 1;

    internal BomRow[] Rows { get; }

    internal int[] Start { get; }

    internal LineTable Table { get; }

    internal ImmutableArray<BomPhase> Phases { get; }

    /// <summary>
    /// Compiles lines and items. Everything wrong is found at once and returned as data. Parallel lines (same parent, component and period)
    /// are summed. A cycle is one only where its lines hold together on some day. O(lines + items), the codes sorted.
    /// </summary>
    /// <param name="lines">The lines, in any order.</param>
    /// <param name="items">What is known of items beyond their lines; may be empty.</param>
    public static BomCompilation Compile(ReadOnlySpan<BomLine> lines, ReadOnlySpan<BomItem> items) => BomCompiler.Run(lines, items);

    /// <summary>
    /// The longest and the shortest way down to an item from one that nothing needs (0 for such an item); null for an unknown item.
    /// </summary>
    public (int Longest, int Shortest)? LevelsOf(string code) =>
        Row(code) is var row and >= 0 ? (Rows[row].Level, Rows[row].ShortestLevel) : null;

    /// <summary>The row of an item, or -1.</summary>
    internal int Row(string code) => _codes.Find(code) is var number and >= 0 ? _rowOf[number] : -1;
}
