using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

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
    private UInt128? _hash;

    internal BomGraph(BomRow[] rows, CodeTable codes, int[] rowOf, int[] start, LineTable lines, ImmutableArray<BomPhase> phases)
        : this(rows, codes, rowOf, start, lines, phases, !Array.Exists(rows, row => row.Supply is not null || row.Lead != 0 || row.IsTwin))
    {
    }

    /// <summary>A graph with the rows and lines of another, some of them patched: where an item is made, and when, is as it was.</summary>
    internal BomGraph(BomGraph of, BomRow[] rows, IReadOnlyDictionary<int, LineTable> patches, int lines, UInt128 hash)
        : this(rows, of._codes, of._rowOf, of.Start, of.Table, of.Phases, of.HasPlainRows)
    {
        (Patches, Lines, _hash) = (patches, lines, hash);
        (Families, Isolated) = (of.Families, of.Isolated);
    }

    private BomGraph(
        BomRow[] rows, CodeTable codes, int[] rowOf, int[] start, LineTable lines, ImmutableArray<BomPhase> phases, bool hasPlainRows)
    {
        _codes = codes;
        _rowOf = rowOf;
        Rows = rows;
        Start = start;
        Table = lines;
        Phases = phases;
        Lines = lines.Count;
        HasPlainRows = hasPlainRows;
    }

    /// <summary>The number of items.</summary>
    public int Items => _codes.Count;

    /// <summary>The number of lines, parallel ones counted once.</summary>
    public int Lines { get; }

    /// <summary>The number of levels: 2 for dishes made of raw materials only.</summary>
    public int LevelCount => Rows.Length == 0 ? 0 : Rows.Max(row => row.Level) + 1;

    /// <summary>
    /// Items left out because they are in a cycle or below one, by code; empty unless cycles were to be isolated. Demand for them is
    /// required as it is, and nothing is known of what they are made of or of what else needs them.
    /// </summary>
    public ImmutableArray<string> Isolated { get; internal init; } = [];

    /// <summary>
    /// A hash of what the graph says, the same for the same content in any order: the version of a snapshot, for caches and reports.
    /// O(lines) the first time.
    /// </summary>
    public string Version => Hash.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Lines into rows that differ from <see cref="Table"/>; null for none.</summary>
    internal IReadOnlyDictionary<int, LineTable>? Patches { get; init; }

    /// <summary>Every line holds always and everywhere and is a quantity for each unit made: there is nothing to look for line by line.</summary>
    internal bool HasPlainLines => Patches is null && Table is { Fixed: null, Days: null, Kind: null, Sites: null };

    /// <summary>Every item is made where it is needed, on the day it is needed, and is one row: there is nothing to look for row by row.</summary>
    internal bool HasPlainRows { get; }

    /// <summary>Rows that are settled together, by row; null for none.</summary>
    internal Dictionary<int, BomFamily>? Families { get; init; }

    internal BomRow[] Rows { get; }

    internal int[] Start { get; }

    internal LineTable Table { get; }

    internal ImmutableArray<BomPhase> Phases { get; }

    /// <summary>
    /// Compiles lines and items. Everything wrong is found at once and returned as data. Parallel lines (same parent, component and period)
    /// are summed. A cycle is one only where its lines hold together on some day. O(lines + items), the codes sorted.
    /// </summary>
    /// <param name="lines">The lines, in any order; not to be changed while it runs.</param>
    /// <param name="items">What is known of items beyond their lines; may be empty.</param>
    public static BomCompilation Compile(BomLine[] lines, BomItem[] items) => Compile(new BomBook
    {
        Lines = ImmutableCollectionsMarshal.AsImmutableArray(lines),
        Items = ImmutableCollectionsMarshal.AsImmutableArray(items),
    });

    /// <summary>Compiles a book: lines and items, and what else is known of units, outputs and sites.</summary>
    public static BomCompilation Compile(BomBook book) => BomCompiler.Run(book) with { Book = book };

    /// <summary>
    /// What-if: this graph with other lines between two items, as a new snapshot that shares the rest; O(lines of the component). Null where
    /// that needs a compilation: an item is new, levels change, or alternates, cards or lines that stop are concerned;
    /// <see cref="BomCompilation.With"/> answers then, too.
    /// </summary>
    /// <param name="parent">The item that is made.</param>
    /// <param name="component">The item it is made of.</param>
    /// <param name="lines">All lines between them, in the component's unit; none takes the component out of the recipe.</param>
    /// <exception cref="ArgumentException">A line is of other items or has a value that is an error.</exception>
    public BomGraph? With(string parent, string component, params ReadOnlySpan<BomLine> lines) => BomOverlay.Make(this, parent, component, lines);

    /// <summary>
    /// The longest and the shortest way down to an item from one that nothing needs (0 for such an item); null for an unknown item.
    /// </summary>
    public (int Longest, int Shortest)? LevelsOf(string code) =>
        Row(code) is var row and >= 0 ? (Rows[row].Level, Rows[row].ShortestLevel) : null;

    internal UInt128 Hash => _hash ??= GraphHash.Of(this);

    internal BomFamily? FamilyOf(int row) => Families?.GetValueOrDefault(row);

    /// <summary>The lines into a row, by the code of the parent.</summary>
    internal (LineTable Lines, int First, int End) LinesOf(int row) =>
        Patches is not null && Patches.TryGetValue(row, out var patch) ? (patch, 0, patch.Count) : (Table, Start[row], Start[row + 1]);

    /// <summary>The row of an item, or -1.</summary>
    internal int Row(string code) => _codes.Find(code) is var number and >= 0 ? _rowOf[number] : -1;
}
