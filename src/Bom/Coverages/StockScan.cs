namespace SecretMagic.Bom;

/// <summary>Stock against requirement over a horizon, day by day.</summary>
internal static class StockScan
{
    /// <summary>
    /// Stock is used first; what arrives on a day can be used on it. The rest of the stock is what the day leaves behind.
    /// </summary>
    internal static void Use(ReadOnlySpan<double> gross, ReadOnlySpan<double> arrivals, Span<double> used, Span<double> left)
    {
        var stock = 0.0;
        for (var day = 0; day < gross.Length; day++)
        {
            stock += arrivals[day];
            used[day] = stock < gross[day] ? stock : gross[day];
            left[day] = stock -= used[day];
        }
    }

    /// <summary>
    /// How many further days the rest of the stock after each day lasts, without what arrives later: whole days while it covers them (a day
    /// without requirement is covered by nothing), then the covered fraction of the first day that it does not; all remaining days of the
    /// horizon when it covers them, so 0 on the last day. One pass: cover never ends earlier than it did for the day before.
    /// </summary>
    internal static void Cover(ReadOnlySpan<double> gross, ReadOnlySpan<double> left, Span<double> sums, Span<double> cover)
    {
        // A sum of requirements and the stock for it may differ in the last bits; a day is covered when they agree to 12 digits.
        const double Tolerance = 1e-12;
        sums[0] = 0;
        for (var day = 0; day < gross.Length; day++) sums[day + 1] = sums[day] + gross[day];
        var end = 0;
        for (var day = 0; day < gross.Length; day++)
        {
            var reach = left[day] + sums[day + 1];
            end = Math.Max(end, day + 1);
            while (end < gross.Length && sums[end + 1] <= reach * (1 + Tolerance)) end++;
            var part = end < gross.Length ? Math.Clamp((reach - sums[end]) / gross[end], 0, 1) : 0;
            cover[day] = end - (day + 1) + part;
        }
    }

    /// <summary>
    /// What may be taken from a stock beside a use that comes first: what is left on the day and on every later one, as arrivals.
    /// </summary>
    internal static void Spare(ReadOnlySpan<double> left, Span<double> arrivals)
    {
        var spare = double.PositiveInfinity;
        for (var day = left.Length - 1; day >= 0; day--) arrivals[day] = spare = Math.Min(spare, left[day]);
        for (var day = left.Length - 1; day > 0; day--) arrivals[day] -= arrivals[day - 1];
    }
}
