using System.Globalization;

namespace SecretMagic.ClusterFaults;

/// <summary>
/// How much of the processors' time the host of a virtual machine gave to others since a moment: figures measured meanwhile are those of the neighbours, too.
/// </summary>
internal readonly record struct Stolen(long Time, long Lost)
{
    /// <summary>The place of stolen time in the first line of /proc/stat, behind the name; guests' time, behind it, is part of others (man 5 proc).</summary>
    private const int Place = 7;

    internal static Stolen UntilNow
    {
        get
        {
            var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..(Place + 2)]
                .Select(time => long.Parse(time, CultureInfo.InvariantCulture)).ToArray();
            return new Stolen(times.Sum(), times[Place]);
        }
    }

    internal double Percent() => UntilNow is var now && now.Time > Time ? 100.0 * (now.Lost - Lost) / (now.Time - Time) : 0;
}
