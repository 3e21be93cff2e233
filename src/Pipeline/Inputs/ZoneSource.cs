using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>Time zones from the machine's database of zones, as tables.</summary>
internal static class ZoneSource
{
    /// <summary>True when the machine knows the zone.</summary>
    public static bool Knows(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    /// <summary>The offsets of a zone between two instants, in microseconds from the epoch, with a year on both sides.</summary>
    public static ZoneOffsets Read(string name, long from, long to)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var day = At(from).Date.AddDays(-366);
        var end = At(to).Date.AddDays(366);
        var (starts, offsets) = (new List<long> { Micros(day) }, new List<long> { Offset(zone, day) });
        for (; day < end; day = day.AddDays(1))
        {
            var (before, after) = (day, day.AddDays(1));
            if (Offset(zone, after) == offsets[^1]) continue;
            while (after - before > TimeSpan.FromSeconds(1))
            {
                var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
                if (Offset(zone, middle) == offsets[^1]) before = middle;
                else after = middle;
            }

            starts.Add(Micros(after));
            offsets.Add(Offset(zone, after));
        }

        return new ZoneOffsets(name, [.. starts], [.. offsets]);
    }

    private static DateTime At(long micros) => DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static long Micros(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Offset(TimeZoneInfo zone, DateTime utc) => zone.GetUtcOffset(utc).Ticks / TimeSpan.TicksPerMicrosecond;
}
