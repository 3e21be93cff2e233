namespace SecretMagic.Bom;

/// <summary>
/// Stock during a tile: what is left of it for each item and site, day by day, and the gross requirement of the rows it was used for. Stock
/// of phantoms is ignored.
/// </summary>
internal sealed class StockLedger
{
    private readonly Dictionary<(int Row, int Site), Account> _accounts = [];
    private readonly List<Account> _kept = [];
    private readonly Stack<double[]> _free = [];
    private readonly bool[] _holds;

    internal StockLedger(ExplosionPlan plan, BomStock stock)
    {
        _holds = new bool[plan.Rows];
        foreach (var ((item, siteName), entry) in stock.Entries)
        {
            var (row, site) = (plan.Row(item), plan.Site(siteName));
            if (row < 0 || site < 0 || plan.Item(row).IsPhantom) continue;
            _accounts.Add((row, site), new Account(entry.Arrivals(plan.FirstDay, plan.Days)));
            _holds[row] = true;
        }
    }

    internal bool Holds(int row) => _holds[row];

    internal Account? Find(int row, int site) => _holds[row] ? _accounts.GetValueOrDefault((row, site)) : null;

    /// <summary>Uses stock for the days within and leaves the rest in place of the gross requirement, which the account keeps.</summary>
    internal void Net(int row, int site, DayRange within, Span<double> quantities)
    {
        if (Find(row, site) is not { } account) return;
        if (account.Gross is null) Keep(account, quantities.Length);
        quantities[within.From..within.To].CopyTo(account.Gross.AsSpan(within.From));
        var arrivals = account.Arrivals;
        var left = account.Left;
        for (var day = account.Day; day < within.From; day++) left += arrivals[day];
        for (var day = within.From; day < within.To; day++)
        {
            left += arrivals[day];
            var used = left < quantities[day] ? left : quantities[day];
            left -= used;
            quantities[day] -= used;
        }

        (account.Left, account.Day) = (left, within.To);
    }

    /// <summary>Forgets the requirements kept since the last release: their rows were handed over.</summary>
    internal void Release()
    {
        foreach (var account in _kept)
        {
            _free.Push(account.Gross!);
            account.Gross = null;
        }

        _kept.Clear();
    }

    private void Keep(Account account, int days)
    {
        if (_free.TryPop(out var gross)) Array.Clear(gross);
        account.Gross = gross ?? new double[days];
        _kept.Add(account);
    }

    /// <summary>The stock of one item at one site.</summary>
    internal sealed class Account(double[] arrivals)
    {
        internal double[] Arrivals => arrivals;

        /// <summary>What is left before <see cref="Day"/>.</summary>
        internal double Left { get; set; }

        /// <summary>The first day not yet counted.</summary>
        internal int Day { get; set; }

        /// <summary>The requirement before stock was used; null until it is.</summary>
        internal double[]? Gross { get; set; }
    }
}
