namespace SecretMagic.Bom;

/// <summary>
/// Computes tiles of requirements, one after another in one block of memory: own demand, then what the parents need, pulled in the order of
/// the graph, then what of it is taken from stock or from other sites. Rows that nothing reaches are neither cleared nor read.
/// </summary>
internal sealed class Sweep : IDisposable
{
    private readonly ExplosionPlan _plan;
    private readonly StockLedger? _ledger;
    private readonly TileBlock _block;
    private readonly LinePull _pull;
    private readonly Inflow _inflow;
    private readonly int[] _single = new int[1];

    internal Sweep(ExplosionPlan plan, StockLedger? ledger, int columns, int width)
    {
        _plan = plan;
        _ledger = ledger;
        _block = new TileBlock(plan, ledger, columns);
        _pull = new LinePull(plan, _block, ledger is not null, width);
        _inflow = new Inflow(plan.Slots, plan.FirstProducing, plan.Sites.Length - plan.FirstProducing, width);
    }

    internal ColumnTile Tile => _block.Tile;

    /// <summary>Forgets the inflow of producing sites: another part of the axis begins.</summary>
    internal void BeginWindow()
    {
        _inflow.Clear();
        _ledger?.BeginWindow();
    }

    internal bool IsLive(int row) => _block.IsLive(row);

    /// <summary>What is needed of a row at one site of the tile, a value a position; only of live rows.</summary>
    internal Span<double> Need(int row, int site) => _block.Need(row, site);

    /// <summary>What is made of it there.</summary>
    internal Span<double> Made(int row, int site) => _block.Made(row, site);

    /// <summary>Clears a row that something is about to need.</summary>
    internal void Enliven(int row) => _block.Enliven(row);

    /// <summary>Fills the block.</summary>
    /// <param name="tile">What is computed.</param>
    /// <param name="done">Told every live row, in the order of rows, once it is not changed any more: at once where that can be said, near in cache.</param>
    internal void Run(ColumnTile tile, Action<Sweep, int>? done = null)
    {
        _block.Begin(tile);
        LoadDemand();
        var isFinal = done is not null && _ledger is null && _plan.Graph.Families is null && _plan.Phases is [{ Phase.Order: null }];
        foreach (var phase in _plan.Phases)
        {
            var days = phase.Days.Clip(tile.Window);
            if (_plan.Phases.Length == 1) days = tile.Window;
            if (days.IsEmpty) continue;
            var within = new DayRange(days.From - tile.First, days.To - tile.First);
            var isWhole = within.To - within.From == tile.Width;
            _pull.Begin(phase.Cut);
            for (var place = 0; place < _plan.Graph.Rows.Length; place++)
            {
                Row(phase.Phase.Row(place), within, isWhole);
                if (isFinal && IsLive(place)) done!(this, place);
            }
        }

        if (done is not null) Each(done, isFinal ? _plan.Graph.Rows.Length : 0);
    }

    /// <summary>Tells the live rows of a filled block, in the order of rows.</summary>
    internal void Each(Action<Sweep, int> done, int first = 0)
    {
        for (var row = first; row < _plan.Rows; row++)
            if (IsLive(row)) done(this, row);
    }

    /// <summary>
    /// Computes one row of a filled block again, after its lines or the rows of its parents have changed; the tile is all sites over the
    /// whole axis, and there is one phase. True when what its components read of it is not the same bits as before.
    /// </summary>
    internal bool Again(int row, ReadOnlySpan<(int Site, double[] Quantities)> demand, double[] before)
    {
        var wasLive = _block.IsLive(row);
        ReadOnlySpan<double> made = _block.Whole(_block.MadeRow(row));
        if (wasLive) made.CopyTo(before);
        _block.Forget(row);
        _pull.Forget(row);
        if (_plan.SourceOf(row) is { } source) _inflow.Clear(source.Slot);
        foreach (var (site, quantities) in demand) Load(row, site, quantities);
        Row(row, new DayRange(0, Tile.Width), isWhole: true);
        return wasLive != _block.IsLive(row) || (wasLive && !before.AsSpan(0, made.Length).SequenceEqual(made));
    }

    public void Dispose() => _block.Dispose();

    private int[] Single(int row)
    {
        _single[0] = row;
        return _single;
    }

    private void LoadDemand()
    {
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
        _pull.Run(row, within, isWhole);
        if (_block.MadeRow(row) == row) return;
        if (_plan.Graph.FamilyOf(row) is not { } family) Settle(Single(row), within, null);
        else if (family.Rows[^1] == row) Settle(family.Rows, within, family);
    }

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
                if (IsLive(row)) Supply(row, site, within, family);
        }

        foreach (var row in rows)
            if (IsLive(row)) _pull.Settle(row);
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
