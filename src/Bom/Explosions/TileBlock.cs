using SecretMagic.Series;

namespace SecretMagic.Bom;

/// <summary>
/// The memory of a sweep [row x column]: what is needed of each row, and in a second row where it differs what of it is made where it is
/// needed: because of stock, lots or other sites. Only live rows hold values; a last row of zeros stands for all others.
/// </summary>
internal sealed class TileBlock : IDisposable
{
    private readonly AlignedBuffer<double> _values;
    private readonly int[] _made;
    private readonly bool[] _live;

    internal TileBlock(ExplosionPlan plan, StockLedger? ledger, int columns)
    {
        _made = MadeRows(plan, ledger, out var rows);
        _values = new AlignedBuffer<double>(Math.Max(8, checked((rows + 1L) * ColumnTile.StrideOf(columns))));
        _live = new bool[plan.Rows];
        Zero = rows;
    }

    internal ColumnTile Tile { get; private set; }

    /// <summary>The row of zeros.</summary>
    internal int Zero { get; }

    /// <summary>The rows of a block: one for each row of the plan, and one for each that is made otherwise than it is needed.</summary>
    internal static int RowsOf(ExplosionPlan plan, StockLedger? ledger)
    {
        MadeRows(plan, ledger, out var rows);
        return rows;
    }

    /// <summary>Lays another tile over the memory; no row is live.</summary>
    internal void Begin(ColumnTile tile)
    {
        Tile = tile;
        Whole(Zero).Clear();
        Array.Clear(_live);
    }

    internal bool IsLive(int row) => _live[row];

    /// <summary>The row in which stands what is made of a row: the row itself where that is all that is needed.</summary>
    internal int MadeRow(int row) => _made[row];

    /// <summary>What is needed of a row at one site of the tile, a value a position; only of live rows.</summary>
    internal Span<double> Need(int row, int site) => _values.Slice((long)row * Tile.Stride + Tile.ColumnOf(site), Tile.Width);

    /// <summary>What is made of it there.</summary>
    internal Span<double> Made(int row, int site) => Need(_made[row], site);

    /// <summary>A row at all sites, up to the next row.</summary>
    internal Span<double> Whole(int row) => _values.Slice((long)row * Tile.Stride, Tile.Stride);

    /// <summary>The first value, for what addresses rows itself.</summary>
    internal ref double First() => ref _values.Slice(0, 1)[0];

    /// <summary>Clears a row that something is about to need.</summary>
    internal void Enliven(int row)
    {
        if (_live[row]) return;
        Whole(row).Clear();
        EnlivenFilled(row);
    }

    /// <summary>The same for a row of which every value is written.</summary>
    internal void EnlivenFilled(int row)
    {
        if (_live[row]) return;
        _live[row] = true;
        if (_made[row] != row) Whole(_made[row]).Clear();
    }

    internal void Forget(int row) => _live[row] = false;

    public void Dispose() => _values.Dispose();

    private static int[] MadeRows(ExplosionPlan plan, StockLedger? ledger, out int rows)
    {
        var made = new int[plan.Rows];
        rows = plan.Rows;
        for (var row = 0; row < made.Length; row++) made[row] = plan.SourceOf(row) is not null || ledger?.Nets(row) == true ? rows++ : row;
        return made;
    }
}
