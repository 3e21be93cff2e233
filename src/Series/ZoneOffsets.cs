namespace SecretMagic.Series;

/// <summary>How far the clocks of a place are from UTC, over some years: a table, so that nothing pure asks the machine.</summary>
/// <param name="name">The zone, such as <c>Europe/Berlin</c>.</param>
/// <param name="starts">Microseconds from the epoch, ascending, at which an offset begins; the first holds before it too.</param>
/// <param name="offsets">The offsets in microseconds, positive to the east.</param>
public sealed class ZoneOffsets(string name, long[] starts, long[] offsets)
{
    /// <summary>The zone.</summary>
    public string Name => name;

    /// <summary>What local clocks show, in microseconds from the epoch, at an instant.</summary>
    public long LocalOf(long micros)
    {
        var at = Array.BinarySearch(starts, micros);
        return micros + offsets[Math.Max(0, at >= 0 ? at : ~at - 1)];
    }
}
