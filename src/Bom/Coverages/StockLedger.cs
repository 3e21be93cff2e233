namespace SecretMagic.Bom;

/// <summary>
/// Stock during a run: for each item and site its receipts and what is left, carried from tile to tile. Stock of phantoms is ignored.
/// </summary>
internal sealed class StockLedger
{
    private readonly ExplosionPlan _plan;
    private readonly Dictionary<(int Row, int Site), StockAccount> _accounts = [];
    private readonly bool[] _nets;
    private readonly bool[] _orders;
    private readonly double[] _arrivals;
    private readonly double[] _used;
    private readonly double[] _left;
    private int _window;

    internal StockLedger(ExplosionPlan plan, BomStock stock)
    {
        _plan = plan;
        _nets = new bool[plan.Rows];
        _orders = new bool[plan.Rows];
        (_arrivals, _used, _left) = (new double[plan.Axis], new double[plan.Axis], new double[plan.Axis]);
        foreach (var ((item, siteName), entry) in stock.Entries)
        {
            var (row, site) = (plan.Row(item), plan.Site(siteName));
            if (row < 0 || site < 0 || plan.Item(row).IsPhantom) continue;
            _accounts.Add((row, site), entry.Account(plan));
            _nets[row] = true;
            HasTwins |= row < plan.Graph.Rows.Length && Array.Exists(plan.Graph.Rows, other => other.TwinOf == row);
        }

        for (var row = 0; row < plan.Graph.Rows.Length; row++)
        {
            _orders[row] = plan.Graph.Rows[row].HasLots;
            if (_orders[row]) LookAhead = Math.Max(LookAhead, plan.Graph.Rows[row].Entry!.LotDays - 1);
            var (lines, first, end) = plan.Graph.LinesOf(row);
            for (var e = first; e < end && !_nets[row]; e++) _nets[row] = lines.KindOf(e).HasFlag(LineKind.Yield);
            _nets[row] |= _orders[row] || plan.Graph.FamilyOf(row) is not null;
        }
    }

    /// <summary>How many days ahead an order looks.</summary>
    internal int LookAhead { get; }

    /// <summary>Stock is used by lines that stop: what may be taken for them is known at the end of the horizon only.</summary>
    internal bool HasTwins { get; }

    internal bool Nets(int row) => _nets[row];

    internal bool Orders(int row) => _orders[row];

    internal void BeginWindow() => _window++;

    /// <summary>Names the rows that are ordered for their safety stock, or whose receipts begin an order's days, although nothing needs them.</summary>
    internal void Enliven(ColumnTile tile, Action<int> enliven)
    {
        if (!Array.Exists(_orders, order => order)) return;
        foreach (var ((row, site), account) in _accounts)
            if (account.IsKept && _orders[row] && tile.HasSite(site)) enliven(row);
    }

    /// <summary>The account of a row at a site in the current window; null where there is no stock and nothing is kept.</summary>
    internal StockAccount? Find(int row, int site)
    {
        if (!_nets[row]) return null;
        if (!_accounts.TryGetValue((row, site), out var account))
        {
            if (!_orders[row] && !HasYields(row) && _plan.Graph.FamilyOf(row) is null) return null;
            _accounts.Add((row, site), account = StockAccount.Empty());
        }

        account.Enter(_window);
        return account;
    }

    /// <summary>What arrives of a row at a site, from a position of the tile on: receipts, and what processes yield beside their product.</summary>
    internal ReadOnlySpan<double> Arrivals(Sweep sweep, StockAccount? account, int row, int site, int from, int next)
    {
        var tile = sweep.Tile;
        var lane = _arrivals.AsSpan(0, tile.Width);
        lane.Clear();
        account?.Arrive(lane[from..], tile.First + from, next);
        if (!HasYields(row)) return lane;
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        for (var e = first; e < end; e++)
        {
            if (!lines.KindOf(e).HasFlag(LineKind.Yield) || !sweep.IsLive(lines.Parent[e])) continue;
            var made = sweep.Made(lines.Parent[e], site);
            for (var at = from; at < tile.Width; at++) lane[at] += LotRule.Down(_plan.Item(row).Entry, lines.Factor[e] * made[at]);
        }

        return lane;
    }

    /// <summary>Takes what a row needs at a site from its stock; the rest is made, in lots where the item has them.</summary>
    internal void Net(Sweep sweep, int row, int site, DayRange within, Span<double> made, bool isTaken)
    {
        var need = sweep.Need(row, site);
        if (Find(row, site) is not { } account)
        {
            need[within.From..within.To].CopyTo(made[within.From..]);
            return;
        }

        var arrivals = Arrivals(sweep, account, row, site, within.From, account.Current.Next);
        var kept = Math.Clamp(sweep.Tile.Kept, within.From, within.To);
        Scan(row, isTaken, sweep.Tile.First, within.From, kept, need, arrivals, ref account.Current, made, _used, _left);
        if (within.From < kept && kept == sweep.Tile.Kept) account.Save();
        Scan(row, isTaken, sweep.Tile.First, kept, within.To, need, arrivals, ref account.Current, made, _used, _left);
    }

    /// <summary>Nets the positions from one to another, reading ahead where orders do.</summary>
    internal void Scan(
        int row, bool isTaken, int first, int from, int to, ReadOnlySpan<double> need, ReadOnlySpan<double> arrivals,
        ref NetState state, Span<double> made, Span<double> used, Span<double> left)
    {
        if (from >= to) return;
        state.Next = first + to;
        if (!_orders[row] || isTaken)
        {
            StockScan.Use(need[from..to], arrivals[from..to], ref state.Left, made[from..to], used[from..to], left[from..to]);
            return;
        }

        var item = _plan.Item(row);
        StockScan.Order(
            item.Entry!, item.Planned, first + from, _plan.Shift, to - from, need[from..], arrivals[from..],
            ref state, made[from..to], used[from..to], left[from..to]);
    }

    internal void Share(Sweep sweep, BomFamily family, int site, DayRange within) => FamilyShare.Run(_plan, this, sweep, family, site, within);

    internal bool HasYields(int row)
    {
        if (row >= _plan.Graph.Rows.Length) return false;
        var (lines, first, end) = _plan.Graph.LinesOf(row);
        if (lines.Kind is null) return false;
        for (var e = first; e < end; e++)
            if (lines.Kind[e].HasFlag(LineKind.Yield)) return true;
        return false;
    }
}
