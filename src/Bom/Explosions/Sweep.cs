using System.Runtime.InteropServices;
using SecretMagic.Series;

namespace SecretMagic.Bom;

/// <summary>
/// Computes tiles of requirements, one after another in one block of memory [row x column]: own demand, then what the parents need, pulled
/// in the order of the graph. Rows that nothing reaches are neither cleared nor read.
/// </summary>
internal sealed class Sweep : IDisposable
{
    private readonly ExplosionPlan _plan;
    private readonly AlignedBuffer<double> _block;
    private readonly Inflow _inflow;
    private readonly bool[] _live;
    private readonly nint[] _parents;
    private readonly double[] _factors;
    private ColumnTile _tile;

    internal Sweep(ExplosionPlan plan, int columns, int days)
    {
        _plan = plan;
        _block = new AlignedBuffer<double>(Math.Max(8, checked((long)plan.Rows * ((columns + 7) & ~7))));
        _inflow = new Inflow(plan.Slots, days);
        _live = new bool[plan.Rows];
        var start = plan.Graph.Start;
        var most = 0;
        for (var row = 0; row + 1 < start.Length; row++) most = Math.Max(most, start[row + 1] - start[row]);
        _parents = new nint[most];
        _factors = new double[most];
    }

    /// <summary>Forgets the inflow of producing sites: other days begin.</summary>
    internal void BeginDays() => _inflow.Clear();

    internal bool IsLive(int row) => _live[row];

    /// <summary>A row at one site of the tile, a value a day; only of live rows.</summary>
    internal Span<double> Row(int row, int site) => _block.Slice((long)row * _tile.Stride + _tile.ColumnOf(site), _tile.Days);

    /// <summary>
    /// Fills the block. With a ledger, what a site has in stock is used before a row is exploded or asked of another site.
    /// </summary>
    internal void Run(ColumnTile tile, StockLedger? ledger)
    {
        _tile = tile;
        LoadDemand();
        foreach (var phase in _plan.Phases)
        {
            var days = phase.Days.Clip(new DayRange(tile.FirstDay, tile.FirstDay + tile.Days));
            if (days.IsEmpty) continue;
            var within = new DayRange(days.From - tile.FirstDay, days.To - tile.FirstDay);
            var isWhole = within.To - within.From == tile.Days;
            for (var place = 0; place < _plan.Graph.Rows.Length; place++)
            {
                var row = phase.Phase.Row(place);
                if (isWhole && _plan.Plain[row]) PullPlain(row, phase.Cut);
                else PullParts(row, phase.Cut, within);
                if (_plan.Source[row] >= 0) Settle(row, within, ledger);
                else if (ledger is not null && _live[row]) Net(row, within, ledger);
            }
        }
    }

    public void Dispose() => _block.Dispose();

    private void LoadDemand()
    {
        Array.Clear(_live);
        for (var site = _tile.FirstSite; site < _tile.FirstSite + _tile.Sites; site++)
        {
            foreach (var (row, quantities) in _plan.Demand(site))
            {
                Enliven(row);
                Pull.Line(quantities.AsSpan(_tile.FirstDay, _tile.Days), 1, 0, Row(row, site));
            }
        }
    }

    private void Enliven(int row)
    {
        if (_live[row]) return;
        _live[row] = true;
        _block.Slice((long)row * _tile.Stride, _tile.Stride).Clear();
    }

    private void PullPlain(int row, bool[]? cut)
    {
        var (start, lines) = (_plan.Graph.Start, _plan.Graph.Table);
        var (first, end) = (start[row], start[row + 1]);
        nint stride = _tile.Stride;
        var count = 0;
        for (var e = first; e < end; e++)
        {
            var parent = lines.Parent[e];
            if (!_live[parent] || (cut is not null && cut[parent])) continue;
            _parents[count] = parent * stride;
            _factors[count++] = lines.Factor[e];
        }

        if (count == 0) return;
        ref var block = ref MemoryMarshal.GetReference(_block.Slice(0, 1));
        Pull.Rows(ref block, row * stride, _tile.Stride, _parents.AsSpan(0, count), _factors.AsSpan(0, count), _live[row]);
        _live[row] = true;
    }

    private void PullParts(int row, bool[]? cut, DayRange within)
    {
        var (start, lines) = (_plan.Graph.Start, _plan.Graph.Table);
        for (var e = start[row]; e < start[row + 1]; e++)
        {
            var parent = lines.Parent[e];
            if (!_live[parent] || (cut is not null && cut[parent])) continue;
            var days = within;
            if (lines.Days is not null)
            {
                var held = _plan.InHorizon(lines.Days[e]);
                days = within.Clip(new DayRange(held.From - _tile.FirstDay, held.To - _tile.FirstDay));
            }

            var source = _plan.Source[parent];
            if (days.IsEmpty || (source >= 0 && !_tile.HasSite(source))) continue;
            Enliven(row);
            var (first, sites) = source >= 0 ? (source, 1) : (_tile.FirstSite, _tile.Sites);
            for (var site = first; site < first + sites; site++)
                Pull.Line(Row(parent, site)[days.From..days.To], lines.Factor[e], lines.Fixed?[e] ?? 0, Row(row, site)[days.From..days.To]);
        }
    }

    /// <summary>
    /// An item produced at one site: what other sites of the tile need of it flows there, and the site, when it is in the tile, takes all.
    /// </summary>
    private void Settle(int row, DayRange within, StockLedger? ledger)
    {
        var (source, slot) = (_plan.Source[row], _plan.Slot[row]);
        if (_live[row])
        {
            for (var site = _tile.FirstSite; site < _tile.FirstSite + _tile.Sites; site++)
            {
                if (site == source) continue;
                ledger?.Net(row, site, within, Row(row, site));
                _inflow.Add(slot, within, Row(row, site));
            }
        }

        if (!_tile.HasSite(source)) return;
        if (_inflow.Has(slot))
        {
            Enliven(row);
            Pull.Line(_inflow.Of(slot)[within.From..within.To], 1, 0, Row(row, source)[within.From..within.To]);
        }

        if (_live[row]) ledger?.Net(row, source, within, Row(row, source));
    }

    private void Net(int row, DayRange within, StockLedger ledger)
    {
        if (!ledger.Holds(row)) return;
        for (var site = _tile.FirstSite; site < _tile.FirstSite + _tile.Sites; site++) ledger.Net(row, site, within, Row(row, site));
    }
}
