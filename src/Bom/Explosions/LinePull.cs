namespace SecretMagic.Bom;

/// <summary>
/// Adds to a row what its parents need of it, line by line. Whole rows whose lines hold always, everywhere and at once are pulled many
/// columns at a time; the others part by part: days, sites, lead days, fixed quantities, runs of processes.
/// </summary>
internal sealed class LinePull
{
    private readonly ExplosionPlan _plan;
    private readonly TileBlock _block;
    private readonly bool _hasLedger;
    private readonly int[] _pulled;
    private readonly double[] _runs;
    private bool[]? _cut;

    internal LinePull(ExplosionPlan plan, TileBlock block, bool hasLedger, int width)
    {
        (_plan, _block, _hasLedger) = (plan, block, hasLedger);
        _pulled = new int[plan.Rows];
        _runs = new double[width];
    }

    private ColumnTile Tile => _block.Tile;

    /// <summary>Begins a phase: nothing is pulled yet, and what hangs on cut rows never will be.</summary>
    internal void Begin(bool[]? cut)
    {
        _cut = cut;
        Array.Fill(_pulled, _block.Zero);
    }

    /// <summary>From now on the row's components read what is made of it; those of rows that nothing reaches or that are cut read zeros.</summary>
    internal void Settle(int row) => _pulled[row] = _cut is not null && row < _cut.Length && _cut[row] ? _block.Zero : _block.MadeRow(row);

    /// <summary>The row's components read zeros again.</summary>
    internal void Forget(int row) => _pulled[row] = _block.Zero;

    internal void Run(int row, DayRange within, bool isWhole)
    {
        if (isWhole && _plan.Plain[row]) Whole(row);
        else Parts(row, within);
    }

    private void Whole(int row)
    {
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        var parents = lines.Parent.AsSpan(first, end - first);
        var e = 0;
        while (e < parents.Length && _pulled[parents[e]] == _block.Zero) e++;
        var isLive = _block.IsLive(row);
        if (e < parents.Length)
        {
            var (from, count, tile) = (first + e, parents.Length - e, Tile);
            Pull.Rows(
                ref _block.First(), tile.Stride, row, (tile.Columns + 7) & ~7, lines.Parent.AsSpan(from), lines.Factor.AsSpan(from, count), count, _pulled,
                isLive);
            _block.EnlivenFilled(row);
            isLive = true;
        }

        if (isLive) Settle(row);
    }

    private void Parts(int row, DayRange within)
    {
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        var drives = false;
        for (var e = first; e < end; e++)
        {
            var parent = lines.Parent[e];
            if (!IsPulledFrom(parent)) continue;
            var kind = lines.KindOf(e);
            if (kind.HasFlag(LineKind.Yield))
            {
                if (_hasLedger) _block.Enliven(row);
                continue;
            }

            var held = lines.Days is null ? within : OnTile(_plan.OnAxis(_plan.InHorizon(lines.Days[e]))).Clip(within);
            if (held.IsEmpty) continue;
            _block.Enliven(row);
            drives |= kind.HasFlag(LineKind.Drive);
            if (kind.HasFlag(LineKind.Drive)) continue;
            for (var site = Tile.FirstSite; site < Tile.FirstSite + Tile.Sites; site++)
                if (lines.Sites?[e] is not { } rule || rule.Holds(_plan.Sites[site]))
                    TimedLine.Add(
                        Tile.First, _block.Made(parent, site), _plan.Lead[parent], lines.Factor[e], lines.Fixed?[e] ?? 0, _plan.Item(parent), held,
                        _block.Need(row, site));
        }

        if (_block.IsLive(row)) Settle(row);
        if (!drives) return;
        for (var site = Tile.FirstSite; site < Tile.FirstSite + Tile.Sites; site++) Runs(row, site, within);
    }

    /// <summary>Runs of a process: as many as the most demanding of its co-products asks.</summary>
    private void Runs(int row, int site, DayRange within)
    {
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        var runs = _runs.AsSpan(0, Tile.Width);
        runs.Clear();
        for (var e = first; e < end; e++)
        {
            var parent = lines.Parent[e];
            if (!lines.KindOf(e).HasFlag(LineKind.Drive) || !IsPulledFrom(parent)) continue;
            var made = _block.Made(parent, site);
            var lead = _plan.Lead[parent];
            var hasPast = lead > 0 && Tile.First == 0;
            for (var at = Math.Max(within.From, hasPast ? 1 : 0); at < Math.Min(within.To, made.Length - lead); at++)
                runs[at] = Math.Max(runs[at], lines.Factor[e] * made[at + lead]);
            if (!hasPast) continue;
            var past = 0.0;
            for (var at = 0; at <= Math.Min(lead, made.Length - 1); at++) past += lines.Factor[e] * made[at];
            runs[0] = Math.Max(runs[0], past);
        }

        var need = _block.Need(row, site);
        for (var at = within.From; at < within.To; at++) need[at] += runs[at];
    }

    private bool IsPulledFrom(int parent) => _block.IsLive(parent) && (_cut is null || !_cut[parent]);

    private DayRange OnTile(DayRange positions) => positions.IsEmpty
        ? default
        : new(Math.Max(positions.From - Tile.First, 0), (int)Math.Min((long)positions.To - Tile.First, Tile.Width));
}
