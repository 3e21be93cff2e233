namespace SecretMagic.Bom;

/// <summary>The values of one coverage row, in memory that is used for all of them in turn.</summary>
internal sealed class CoverageLanes(int days)
{
    private readonly double[] _used = new double[days];
    private readonly double[] _left = new double[days];
    private readonly double[] _planned = new double[days];
    private readonly double[] _short = new double[days];
    private readonly double[] _cover = new double[days];
    private readonly double[] _arrivals = new double[days];
    private readonly double[] _sums = new double[days + 1];

    internal ReadOnlySpan<double> Used => _used;

    internal ReadOnlySpan<double> Planned => _planned;

    internal ReadOnlySpan<double> Short => _short;

    /// <summary>Uses the account's stock; a twin uses what the item proper leaves of it on that day and later.</summary>
    internal void Use(ReadOnlySpan<double> gross, StockLedger.Account? account, bool isTwin)
    {
        Array.Clear(_arrivals);
        if (account is not null && isTwin)
        {
            StockScan.Use(account.Gross ?? _arrivals, account.Arrivals, _used, _left);
            StockScan.Spare(_left, _arrivals);
            StockScan.Use(gross, _arrivals, _used, _left);
            return;
        }

        StockScan.Use(gross, account is null ? _arrivals : account.Arrivals, _used, _left);
    }

    /// <summary>Divides what stock does not cover into planned and short; true when anything is short.</summary>
    internal bool Supply(ReadOnlySpan<double> gross, SupplyKind kind, double plannedPerUnit, bool[]? recipeDays)
    {
        var isShort = false;
        for (var day = 0; day < days; day++)
        {
            var rest = gross[day] - _used[day];
            var isSupplied = kind == SupplyKind.Transferred || (kind == SupplyKind.Produced && (recipeDays is null || recipeDays[day]));
            _planned[day] = !isSupplied ? 0 : kind == SupplyKind.Transferred ? rest : rest * plannedPerUnit;
            _short[day] = isSupplied ? 0 : rest;
            isShort |= _short[day] > 0;
        }

        return isShort;
    }

    internal ReadOnlySpan<double> Cover(ReadOnlySpan<double> gross)
    {
        StockScan.Cover(gross, _left, _sums, _cover);
        return _cover;
    }
}
