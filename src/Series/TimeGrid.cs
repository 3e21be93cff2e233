namespace SecretMagic.Series;

/// <summary>
/// A regular grid of periods, numbered from the Unix epoch: period p starts at <c>phase + p * step</c>. Everything that depends on time
/// is anchored to this absolute number, so results do not depend on where a history starts.
/// </summary>
/// <param name="Frequency">The step.</param>
/// <param name="PhaseMicros">
/// Where period 0 starts, in microseconds from the epoch, in [0, step). Zero but for weeks, which start on the weekday of the data.
/// </param>
public readonly record struct TimeGrid(Frequency Frequency, long PhaseMicros = 0)
{
    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>The clocks by which days are counted; null when timestamps are local already. With a zone, periods are of UTC.</summary>
    public ZoneOffsets? Zone { get; init; }

    /// <summary>The grid of this frequency on which a timestamp (microseconds from the epoch) lies, or null when none can hold it.</summary>
    public static TimeGrid? Through(Frequency frequency, long micros)
    {
        var phase = frequency.Micros > MicrosPerDay ? Modulo(micros, frequency.Micros) : 0;
        var grid = new TimeGrid(frequency, phase);
        return phase % MicrosPerDay == 0 && grid.TryPeriod(micros, out _) ? grid : null;
    }

    /// <summary>The period that starts exactly at this timestamp; false when the timestamp lies between two periods.</summary>
    public bool TryPeriod(long micros, out long period)
    {
        var offset = micros - PhaseMicros;
        period = Math.DivRem(offset, Frequency.Micros, out var rest);
        if (rest < 0) period--;
        return rest == 0;
    }

    /// <summary>The start of a period in microseconds from the epoch.</summary>
    public long MicrosOf(long period) => checked(PhaseMicros + period * Frequency.Micros);

    /// <summary>What local clocks show at the start of a period, in microseconds from the epoch.</summary>
    public long LocalMicrosOf(long period) => Zone is null ? MicrosOf(period) : Zone.LocalOf(MicrosOf(period));

    /// <summary>The local date on which a period starts, in days from the epoch.</summary>
    public int DayOf(long period)
    {
        var micros = LocalMicrosOf(period);
        return checked((int)((micros - Modulo(micros, MicrosPerDay)) / MicrosPerDay));
    }

    /// <summary>The first period that starts on this local day (days from the epoch) or later.</summary>
    public long FirstPeriodFrom(int day)
    {
        if (Zone is not null)
        {
            // Clocks are less than a day from UTC.
            var grid = this with { Zone = null };
            var (before, after) = (grid.FirstPeriodFrom(day - 1) - 1, grid.FirstPeriodFrom(day + 1));
            while (after - before > 1)
            {
                var middle = before + (after - before) / 2;
                if (DayOf(middle) < day) before = middle;
                else after = middle;
            }

            return after;
        }

        var offset = day * MicrosPerDay - PhaseMicros;
        return (offset - Modulo(offset, Frequency.Micros)) / Frequency.Micros + (Modulo(offset, Frequency.Micros) == 0 ? 0 : 1);
    }

    /// <summary>A period's start as people write it: <c>2011-12-09</c>, or <c>2011-12-09 14:05</c> on grids finer than a day, with a Z where a
    /// zone makes it UTC.</summary>
    public string Format(long period)
    {
        var start = DateTime.UnixEpoch.AddTicks(MicrosOf(period) * TimeSpan.TicksPerMicrosecond);
        return start.ToString(Frequency.IsDated ? "yyyy-MM-dd" : Zone is null ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm'Z'");
    }

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}
