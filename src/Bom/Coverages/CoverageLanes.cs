namespace SecretMagic.Bom;

/// <summary>The values of one coverage row over a tile, in memory that is used for all of them in turn.</summary>
internal sealed class CoverageLanes(ExplosionPlan plan, StockLedger ledger, int coverDays)
{
    private readonly double[] _none = new double[plan.Axis];
    private readonly double[] _made = new double[plan.Axis];
    private readonly double[] _used = new double[plan.Axis];
    private readonly double[] _left = new double[plan.Axis];
    private readonly double[] _arrivals = new double[plan.Axis];
    private readonly double[] _planned = new double[plan.Axis];
    private readonly double[] _short = new double[plan.Axis];
    private readonly double[] _cover = new double[plan.Axis];

    internal ReadOnlySpan<double> Used => _used;

    internal ReadOnlySpan<double> Planned => _planned;

    internal ReadOnlySpan<double> Short => _short;

    internal ReadOnlySpan<double> Left => _left;

    /// <summary>Nets the row again from the state before the tile, as the sweep did.</summary>
    internal void Use(Sweep sweep, StockAccount? account, int row, int site, SupplyKind kind)
    {
        var tile = sweep.Tile;
        var need = sweep.Need(row, site);
        var item = plan.Item(row);
        var state = account?.Start ?? default;
        var width = tile.Width;
        if (item.IsTwin)
        {
            UseTwin(sweep, account, row, site);
            return;
        }

        var arrivals = account is null ? _none.AsSpan(0, width) : ledger.Arrivals(sweep, account, row, site, 0, state.Next);
        if (kind == SupplyKind.Produced && plan.Graph.FamilyOf(row)?.IsCoProduct(row) == true)
        {
            sweep.Made(row, site).CopyTo(_made);
            for (var at = 0; at < width; at++)
            {
                state.Left += arrivals[at];
                _used[at] = Math.Min(state.Left, need[at]);
                _left[at] = state.Left = Math.Max(0, state.Left + _made[at] - need[at]);
            }

            return;
        }

        var real = state.Real;
        ledger.Scan(row, kind == SupplyKind.Transferred, tile.First, 0, width, need, arrivals, ref state, _made, _used, _left);
        if (kind == SupplyKind.Bought && ledger.Orders(row)) StockScan.Real(need, arrivals, ref real, _used.AsSpan(0, width), _left.AsSpan(0, width));
    }

    /// <summary>Divides what stock does not cover into planned and short; true when anything is short.</summary>
    internal bool Supply(ColumnTile tile, ReadOnlySpan<double> need, SupplyKind kind, double plannedPerUnit, bool[]? recipeDays)
    {
        var isShort = false;
        for (var at = 0; at < tile.Kept; at++)
        {
            var rest = Math.Max(0, need[at] - _used[at]);
            var day = Math.Max(0, tile.First + at - plan.Shift);
            var isSupplied = kind == SupplyKind.Transferred || (kind == SupplyKind.Produced && (recipeDays is null || recipeDays[day]));
            _planned[at] = kind switch
            {
                SupplyKind.Transferred => _made[at],
                SupplyKind.Bought => _made[at],
                SupplyKind.Produced when isSupplied => _made[at] * plannedPerUnit,
                _ => 0,
            };
            _short[at] = isSupplied ? 0 : rest;
            isShort |= _short[at] > 0;
        }

        return isShort;
    }

    internal ReadOnlySpan<double> Cover(ReadOnlySpan<double> need, int kept)
    {
        StockScan.Cover(need, _left, coverDays, _cover.AsSpan(0, kept));
        return _cover;
    }

    /// <summary>A twin uses what the item proper leaves of its stock on that day and later; the tile is the whole axis then.</summary>
    private void UseTwin(Sweep sweep, StockAccount? account, int row, int site)
    {
        var width = sweep.Tile.Width;
        var proper = plan.Item(row).TwinOf;
        Array.Clear(_arrivals);
        var stock = 0.0;
        if (account is not null)
        {
            var state = account.Start;
            var need = sweep.IsLive(proper) ? sweep.Need(proper, site) : _none.AsSpan(0, width);
            var arrivals = ledger.Arrivals(sweep, account, proper, site, 0, state.Next);
            StockScan.Use(need, arrivals, ref state.Left, _made, _used, _left);
            _left.AsSpan(0, width).CopyTo(_arrivals);
            StockScan.Spare(_left.AsSpan(0, width), _arrivals);
        }

        StockScan.Use(sweep.Need(row, site), _arrivals.AsSpan(0, width), ref stock, _made, _used, _left);
    }
}
