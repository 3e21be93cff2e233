namespace SecretMagic.Bom;

/// <summary>Stock against requirement, position by position.</summary>
internal static class StockScan
{
    /// <summary>
    /// Stock is used first; what arrives at a position can be used there. The rest is made: <c>made = need - used</c>.
    /// </summary>
    internal static void Use(
        ReadOnlySpan<double> need, ReadOnlySpan<double> arrivals, ref double stock, Span<double> made, Span<double> used, Span<double> left)
    {
        for (var at = 0; at < need.Length; at++)
        {
            stock += arrivals[at];
            used[at] = stock < need[at] ? stock : need[at];
            left[at] = stock -= used[at];
            made[at] = need[at] - used[at];
        }
    }

    /// <summary>
    /// Like <see cref="Use"/>, with orders in lots that keep the safety stock: an order is made where the stock would fall below it, for the
    /// days of the order; what it is too much is stock. <paramref name="first"/> is the position of the first value, <paramref name="begin"/>
    /// that of the first day.
    /// </summary>
    internal static void Order(
        BomItem item, double planned, int first, int begin, int count, ReadOnlySpan<double> need, ReadOnlySpan<double> arrivals,
        ref NetState state, Span<double> made, Span<double> used, Span<double> left)
    {
        for (var at = 0; at < count; at++)
        {
            state.Left += arrivals[at];
            state.Real += arrivals[at];
            state.Real -= Math.Min(state.Real, need[at]);
            used[at] = Math.Clamp(state.Left, 0, need[at]);
            state.Left -= need[at];
            state.IsKept |= need[at] > 0;
            var safety = first + at < begin || !state.IsKept ? 0 : item.SafetyStock;
            made[at] = 0;
            if (first + at >= state.OrderedUntil && (need[at] > 0 || arrivals[at] > 0 || state.Left < safety - LotRule.Tolerance))
            {
                var (low, level) = (state.Left, state.Left);
                for (var ahead = at + 1; ahead < Math.Min(need.Length, at + item.LotDays); ahead++)
                {
                    level += arrivals[ahead] - need[ahead];
                    low = Math.Min(low, level);
                }

                made[at] = LotRule.Total(item, (safety - low) * planned) / planned;
                state.OrderedUntil = first + at + item.LotDays;
            }

            left[at] = state.Left += made[at];
        }
    }

    /// <summary>What of a need real stock covers, where orders are only proposed.</summary>
    internal static void Real(
        ReadOnlySpan<double> need, ReadOnlySpan<double> arrivals, ref double stock, Span<double> used, Span<double> left)
    {
        for (var at = 0; at < need.Length; at++)
        {
            stock += arrivals[at];
            used[at] = stock < need[at] ? stock : need[at];
            left[at] = stock -= used[at];
        }
    }

    /// <summary>
    /// How many further days the rest of the stock after each day lasts, without what arrives later: whole days while it covers them (a day
    /// without requirement is covered by nothing), then the covered fraction of the first day that it does not. At most
    /// <paramref name="most"/> days, and those that are left of the horizon. Each day is counted alone, so no bit depends on where a tile
    /// begins.
    /// </summary>
    internal static void Cover(ReadOnlySpan<double> need, ReadOnlySpan<double> left, int most, Span<double> cover)
    {
        // A sum of requirements and the stock for it may differ in the last bits; a day is covered when they agree to 12 digits.
        const double Tolerance = 1e-12;
        for (var day = 0; day < cover.Length; day++)
        {
            var (rest, ahead) = (left[day], day + 1);
            var slack = Tolerance * left[day];
            var last = Math.Min(need.Length, day + 1 + most);
            while (ahead < last && need[ahead] <= rest + slack) rest -= need[ahead++];
            cover[day] = ahead - (day + 1) + (ahead < last ? Math.Clamp(rest / need[ahead], 0, 1) : 0);
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
