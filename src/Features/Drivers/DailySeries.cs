namespace SecretMagic.Features;

/// <summary>What is made of the daily values of a place, before any series is looked at. A missing value is a NaN with its reason.</summary>
internal static class DailySeries
{
    /// <summary>Days to either side of the day of the year that its normal is made of.</summary>
    public const int NormalReach = 7;

    /// <summary>
    /// Means of the known values of the last days, the day included: they go on behind the last day, as long as the window holds a known value.
    /// </summary>
    /// <param name="firstDay">The day of the first value.</param>
    /// <param name="values">[days] the values.</param>
    /// <param name="window">The length of the window in days.</param>
    /// <returns>[days + window - 1]</returns>
    public static double[] Means(int firstDay, double[] values, int window)
    {
        double[] longer = [.. values, .. Enumerable.Repeat(double.NaN, window - 1)];
        var means = new double[longer.Length];
        using var sweep = new WindowSweep(window);
        sweep.Roll(longer, firstDay, new Ma(), 1, means);
        foreach (ref var mean in means.AsSpan())
            if (double.IsNaN(mean)) mean = ReasonNan.Missing;
        return means;
    }

    /// <summary>
    /// Values less the normal of their day: the mean of the known values of all years before the row's, up to <see cref="NormalReach"/> days from
    /// the same day of the year, so nothing of the row's own year is in it. Warmup while there is none.
    /// </summary>
    public static double[] Anomalies(int firstDay, double[] values)
    {
        var anomalies = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            anomalies[i] = double.IsNaN(values[i]) ? ReasonNan.Missing
                : Normal(firstDay, values, firstDay + i) is { } normal ? values[i] - normal
                : ReasonNan.Warmup;
        }

        return anomalies;
    }

    private static double? Normal(int firstDay, double[] values, int day)
    {
        var date = DateTime.UnixEpoch.AddDays(day);
        var ownYear = DayOf(date.Year, 1, 1) - firstDay;
        double sum = 0, count = 0;
        for (var year = DateTime.UnixEpoch.AddDays(firstDay).Year; year < date.Year; year++)
        {
            var centre = DayOf(year, date.Month, Math.Min(date.Day, DateTime.DaysInMonth(year, date.Month))) - firstDay;
            for (var at = Math.Max(0, centre - NormalReach); at <= centre + NormalReach && at < ownYear; at++)
            {
                if (double.IsNaN(values[at])) continue;
                sum += values[at];
                count++;
            }
        }

        return count > 0 ? sum / count : null;
    }

    private static int DayOf(int year, int month, int day) => (new DateTime(year, month, day) - DateTime.UnixEpoch).Days;
}
