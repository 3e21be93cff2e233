using System.Runtime.InteropServices;
using SecretMagic.Series;

namespace SecretMagic.Bom;

/// <summary>
/// Computes tiles of requirements, one after another in one block of memory [row x column]: own demand, then what the parents need, pulled
/// in the order of the graph. What of a row is made where it is needed stands in a second row of the block where it differs from the need:
/// because of stock, lots or other sites. Rows that nothing reaches are neither cleared nor read.
/// </summary>
internal sealed class Sweep : IDisposable
{
    private readonly ExplosionPlan _plan;
    private readonly StockLedger? _ledger;
    private readonly AlignedBuffer<double> _block;
    private readonly Inflow _inflow;
    private readonly int[] _made;
    private readonly bool[] _live;
    private readonly int[] _pulled;
    private readonly int _zero;
    private bool[]? _cut;
    private readonly double[] _runs;
    private readonly int[] _single = new int[1];

    internal Sweep(ExplosionPlan plan, StockLedger? ledger, int columns, int width)
    {
        _plan = plan;
        _ledger = ledger;
        _made = MadeRows(plan, ledger, out var rows);
        _block = new AlignedBuffer<double>(Math.Max(8, checked((rows + 1L) * ColumnTile.StrideOf(columns))));
        _inflow = new Inflow(plan.Slots, plan.FirstProducing, plan.Sites.Length - plan.FirstProducing, width);
        _live = new bool[plan.Rows];
        _runs = new double[width];
        _zero = rows;
        _pulled = new int[plan.Rows];
    }

    internal ColumnTile Tile { get; private set; }

    /// <summary>The rows of a block: one for each row of the plan, and one for each that is made otherwise than it is needed.</summary>
    internal static int RowsOf(ExplosionPlan plan, StockLedger? ledger)
    {
        MadeRows(plan, ledger, out var rows);
        return rows;
    }

    /// <summary>Forgets the inflow of producing sites: another part of the axis begins.</summary>
    internal void BeginWindow()
    {
        _inflow.Clear();
        _ledger?.BeginWindow();
    }

    internal bool IsLive(int row) => _live[row];

    /// <summary>What is needed of a row at one site of the tile, a value a position; only of live rows.</summary>
    internal Span<double> Need(int row, int site) => _block.Slice((long)row * Tile.Stride + Tile.ColumnOf(site), Tile.Width);

    /// <summary>What is made of it there.</summary>
    internal Span<double> Made(int row, int site) => Need(_made[row], site);

    /// <summary>Fills the block.</summary>
    /// <param name="tile">What is computed.</param>
    /// <param name="done">Told every live row, in the order of rows, once it is not changed any more: at once where that can be said, near in cache.</param>
    internal void Run(ColumnTile tile, Action<Sweep, int>? done = null)
    {
        Tile = tile;
        Clear(_zero);
        LoadDemand();
        var isFinal = done is not null && _ledger is null && _plan.Graph.Families is null && _plan.Phases is [{ Phase.Order: null }];
        foreach (var phase in _plan.Phases)
        {
            var days = phase.Days.Clip(tile.Window);
            if (_plan.Phases.Length == 1) days = tile.Window;
            if (days.IsEmpty) continue;
            var within = new DayRange(days.From - tile.First, days.To - tile.First);
            var isWhole = within.To - within.From == tile.Width;
            _cut = phase.Cut;
            Array.Fill(_pulled, _zero);
            for (var place = 0; place < _plan.Graph.Rows.Length; place++)
            {
                Row(phase.Phase.Row(place), within, isWhole);
                if (isFinal && _live[place]) done!(this, place);
            }
        }

        if (done is not null) Each(done, isFinal ? _plan.Graph.Rows.Length : 0);
    }

    /// <summary>Tells the live rows of a filled block, in the order of rows.</summary>
    internal void Each(Action<Sweep, int> done, int first = 0)
    {
        for (var row = first; row < _plan.Rows; row++)
            if (_live[row]) done(this, row);
    }

    /// <summary>
    /// Computes one row of a filled block again, after its lines or the rows of its parents have changed; the tile is all sites over the
    /// whole axis, and there is one phase. True when what its components read of it is not the same bits as before.
    /// </summary>
    internal bool Again(int row, ReadOnlySpan<(int Site, double[] Quantities)> demand, double[] before)
    {
        var (wasLive, stride) = (_live[row], Tile.Stride);
        if (wasLive) _block.Slice((long)_made[row] * stride, stride).CopyTo(before);
        (_live[row], _pulled[row]) = (false, _zero);
        if (_plan.SourceOf(row) is { } source) _inflow.Clear(source.Slot);
        foreach (var (site, quantities) in demand) Load(row, site, quantities);
        Row(row, new DayRange(0, Tile.Width), isWhole: true);
        return wasLive != _live[row] || (wasLive && !before.AsSpan(0, stride).SequenceEqual(_block.Slice((long)_made[row] * stride, stride)));
    }

    public void Dispose() => _block.Dispose();

    private static int[] MadeRows(ExplosionPlan plan, StockLedger? ledger, out int rows)
    {
        var made = new int[plan.Rows];
        rows = plan.Rows;
        for (var row = 0; row < made.Length; row++) made[row] = plan.SourceOf(row) is not null || ledger?.Nets(row) == true ? rows++ : row;
        return made;
    }

    private int[] Single(int row)
    {
        _single[0] = row;
        return _single;
    }

    private void LoadDemand()
    {
        Array.Clear(_live);
        for (var site = Tile.FirstSite; site < Tile.FirstSite + Tile.Sites; site++)
            foreach (var (row, quantities) in _plan.Demand(site)) Load(row, site, quantities);
        _ledger?.Enliven(Tile, Enliven);
    }

    private void Load(int row, int site, double[] quantities)
    {
        Enliven(row);
        var (from, to) = (Math.Max(Tile.First, _plan.Shift), Math.Min(Tile.First + Tile.Width, _plan.Axis));
        if (from < to) Pull.Line(quantities.AsSpan(from - _plan.Shift, to - from), 1, 0, Need(row, site)[(from - Tile.First)..(to - Tile.First)]);
    }

    private void Row(int row, DayRange within, bool isWhole)
    {
        if (isWhole && _plan.Plain[row]) PullPlain(row);
        else PullParts(row, _cut, within);
        if (_made[row] == row) return;
        if (_plan.Graph.FamilyOf(row) is not { } family) Settle(Single(row), within, null);
        else if (family.Rows[^1] == row) Settle(family.Rows, within, family);
    }

    /// <summary>Clears a row that something is about to need.</summary>
    internal void Enliven(int row)
    {
        if (_live[row]) return;
        _live[row] = true;
        Clear(row);
        if (_made[row] != row) Clear(_made[row]);
    }

    private void PullPlain(int row)
    {
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        var parents = lines.Parent.AsSpan(first, end - first);
        var e = 0;
        while (e < parents.Length && _pulled[parents[e]] == _zero) e++;
        var isLive = _live[row];
        if (e < parents.Length)
        {
            ref var block = ref MemoryMarshal.GetReference(_block.Slice(0, 1));
            var (from, count) = (first + e, parents.Length - e);
            Pull.Rows(
                ref block, Tile.Stride, row, (Tile.Columns + 7) & ~7, lines.Parent.AsSpan(from), lines.Factor.AsSpan(from, count), count, _pulled, isLive);
            if (!isLive && _made[row] != row) Clear(_made[row]);
            _live[row] = isLive = true;
        }

        if (isLive) Pulled(row);
    }

    /// <summary>From now on the row's components read what is made of it; those of rows that nothing reaches or that are cut read zeros.</summary>
    private void Pulled(int row) => _pulled[row] = _cut is not null && row < _cut.Length && _cut[row] ? _zero : _made[row];

    private void Clear(int row) => _block.Slice((long)row * Tile.Stride, Tile.Stride).Clear();

    private void PullParts(int row, bool[]? cut, DayRange within)
    {
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        var drives = false;
        for (var e = first; e < end; e++)
        {
            var parent = lines.Parent[e];
            if (!_live[parent] || (cut is not null && cut[parent])) continue;
            var kind = lines.KindOf(e);
            if (kind.HasFlag(LineKind.Yield))
            {
                if (_ledger is not null) Enliven(row);
                continue;
            }

            var held = lines.Days is null ? within : OnTile(_plan.OnAxis(_plan.InHorizon(lines.Days[e]))).Clip(within);
            if (held.IsEmpty) continue;
            Enliven(row);
            drives |= kind.HasFlag(LineKind.Drive);
            if (kind.HasFlag(LineKind.Drive)) continue;
            for (var site = Tile.FirstSite; site < Tile.FirstSite + Tile.Sites; site++)
                if (lines.Sites?[e] is not { } rule || rule.Holds(_plan.Sites[site]))
                    TimedLine.Add(
                        Tile.First, Made(parent, site), _plan.Lead[parent], lines.Factor[e], lines.Fixed?[e] ?? 0, _plan.Item(parent), held, Need(row, site));
        }

        if (_live[row]) Pulled(row);
        if (!drives) return;
        for (var site = Tile.FirstSite; site < Tile.FirstSite + Tile.Sites; site++) PullRuns(row, site, cut, within);
    }

    /// <summary>Runs of a process: as many as the most demanding of its co-products asks.</summary>
    private void PullRuns(int row, int site, bool[]? cut, DayRange within)
    {
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        var runs = _runs.AsSpan(0, Tile.Width);
        runs.Clear();
        for (var e = first; e < end; e++)
        {
            var parent = lines.Parent[e];
            if (!lines.KindOf(e).HasFlag(LineKind.Drive) || !_live[parent] || (cut is not null && cut[parent])) continue;
            var made = Made(parent, site);
            var lead = _plan.Lead[parent];
            var hasPast = lead > 0 && Tile.First == 0;
            for (var at = Math.Max(within.From, hasPast ? 1 : 0); at < Math.Min(within.To, made.Length - lead); at++)
                runs[at] = Math.Max(runs[at], lines.Factor[e] * made[at + lead]);
            if (!hasPast) continue;
            var past = 0.0;
            for (var at = 0; at <= Math.Min(lead, made.Length - 1); at++) past += lines.Factor[e] * made[at];
            runs[0] = Math.Max(runs[0], past);
        }

        var need = Need(row, site);
        for (var at = within.From; at < within.To; at++) need[at] += runs[at];
    }

    private DayRange OnTile(DayRange positions) => positions.IsEmpty
        ? default
        : new(Math.Max(positions.From - Tile.First, 0), (int)Math.Min((long)positions.To - Tile.First, Tile.Width));

    /// <summary>
    /// Rows whose need is complete: what is needed is taken from stock, the rest from another site or made here; each site before those that
    /// it takes from.
    /// </summary>
    private void Settle(ReadOnlySpan<int> rows, DayRange within, BomFamily? family)
    {
        var source = _plan.SourceOf(rows[0]);
        for (var place = 0; place < (source is null ? Tile.Sites : source.Order.Length); place++)
        {
            var site = source is null ? Tile.FirstSite + place : source.Order[place];
            if (!Tile.HasSite(site)) continue;
            foreach (var row in rows) Receive(row, site, within);
            if (family is not null) _ledger?.Share(this, family, site, within);
            foreach (var row in rows)
                if (_live[row]) Supply(row, site, within, family);
        }

        foreach (var row in rows)
            if (_live[row]) Pulled(row);
    }

    private void Receive(int row, int site, DayRange within)
    {
        if (_plan.SourceOf(row) is not { } source || !_inflow.Has(source.Slot, site)) return;
        Enliven(row);
        Pull.Line(_inflow.Of(source.Slot, site)[within.From..within.To], 1, 0, Need(row, site)[within.From..within.To]);
    }

    private void Supply(int row, int site, DayRange within, BomFamily? family)
    {
        var made = Made(row, site);
        var source = _plan.SourceOf(row);
        var isTaken = source is not null && source.From[site] >= 0;
        if (_ledger is null || !_ledger.Nets(row)) Need(row, site)[within.From..within.To].CopyTo(made[within.From..]);
        else if (isTaken || family?.IsCoProduct(row) != true) _ledger.Net(this, row, site, within, made, isTaken);
        if (!isTaken) return;
        _inflow.Add(source!.Slot, source.From[site], Tile, within, source.Days[site], made);
        made[within.From..within.To].Clear();
    }
}
