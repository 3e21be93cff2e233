using System.Globalization;

namespace SecretMagic.Pipeline;

/// <summary>
/// The ticks of an axis of times: whole minutes, hours, days, Mondays, months or years, the finest that leave room for their labels. A second line
/// names the year, or the day of a time, where it begins and at the first tick.
/// </summary>
internal static class TimeAxis
{
    private static readonly Unit[] Units =
    [
        new(Kind.Minute, 1), new(Kind.Minute, 5), new(Kind.Minute, 15), new(Kind.Minute, 30),
        new(Kind.Minute, 60), new(Kind.Minute, 180), new(Kind.Minute, 360), new(Kind.Minute, 720),
        new(Kind.Day, 1), new(Kind.Day, 2), new(Kind.Day, 7), new(Kind.Day, 14),
        new(Kind.Month, 1), new(Kind.Month, 2), new(Kind.Month, 3), new(Kind.Month, 6),
        new(Kind.Month, 12), new(Kind.Month, 24), new(Kind.Month, 60), new(Kind.Month, 120), new(Kind.Month, 600), new(Kind.Month, 1200),
    ];

    private enum Kind
    {
        Minute = 0,
        Day = 1,
        Month = 2,
    }

    /// <summary>The ticks from the first time to the last, both included; the first time alone where no tick lies between them.</summary>
    /// <param name="first">Microseconds from the Unix epoch.</param>
    /// <param name="last">The same.</param>
    /// <param name="step">Microseconds of a period: ticks are not finer.</param>
    /// <param name="most">How many labels have room.</param>
    public static Tick[] Ticks(long first, long last, long step, int most)
    {
        var (from, to) = (TimeOf(first), TimeOf(last));
        var shortest = new TimeSpan(step * TimeSpan.TicksPerMicrosecond);
        foreach (var unit in Units)
        {
            if (unit.Shortest < shortest && unit.Shortest < TimeSpan.FromDays(1) || (to - from) / unit.Shortest > 2 * most) continue;
            var times = unit.Between(from, to).ToArray();
            if (times.Length > most) continue;
            return times.Length == 0 ? [Label(from, null, Kind.Day)] : [.. times.Select((time, at) => Label(time, at == 0 ? null : times[at - 1], unit.Kind))];
        }

        return [Label(from, null, Kind.Day)];
    }

    private static Tick Label(DateTime time, DateTime? before, Kind kind)
    {
        var (text, context, isNew) = kind switch
        {
            Kind.Minute => ("HH:mm", "MMM d yyyy", before?.Date != time.Date),
            Kind.Day => ("MMM d", "yyyy", before?.Year != time.Year),
            _ => ("MMM", "yyyy", before?.Year != time.Year),
        };
        var micros = (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return new Tick(micros, time.ToString(text, CultureInfo.InvariantCulture), isNew ? time.ToString(context, CultureInfo.InvariantCulture) : "");
    }

    private static DateTime TimeOf(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>A tick.</summary>
    /// <param name="Micros">Its time, microseconds from the Unix epoch.</param>
    /// <param name="Text">What it is.</param>
    /// <param name="Context">The year or day that begins with it; empty where it goes on.</param>
    public readonly record struct Tick(long Micros, string Text, string Context);

    private readonly record struct Unit(TimeAxis.Kind Kind, int Count)
    {
        /// <summary>The shortest time between two ticks.</summary>
        public TimeSpan Shortest => Kind switch
        {
            Kind.Minute => TimeSpan.FromMinutes(Count),
            Kind.Day => TimeSpan.FromDays(Count),
            _ => TimeSpan.FromDays(28 * Count),
        };

        /// <summary>Days are counted from a Monday, months from year 0, so that ticks are where readers expect them.</summary>
        public IEnumerable<DateTime> Between(DateTime from, DateTime to)
        {
            if (Kind == Kind.Month)
            {
                var month = from.Year * 12 + from.Month - 1;
                for (month -= month % Count; month < 9999 * 12; month += Count)
                {
                    var time = new DateTime(Math.Max(1, month / 12), month % 12 + 1, 1);
                    if (time > to) yield break;
                    if (time >= from) yield return time;
                }

                yield break;
            }

            var ticks = Shortest.Ticks;
            for (var at = from.Ticks / ticks * ticks; at <= to.Ticks; at += ticks)
                if (at >= from.Ticks) yield return new DateTime(at);
        }
    }
}
