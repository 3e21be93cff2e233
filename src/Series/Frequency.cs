namespace SecretMagic.Series;

/// <summary>
/// The step of a time grid: <c>1m</c>, <c>5m</c>, <c>15m</c>, <c>1h</c>, <c>1d</c> or <c>1w</c>. <c>default</c> is not a frequency and has no name.
/// </summary>
public readonly record struct Frequency
{
    private const long MicrosPerMinute = 60_000_000;

    private Frequency(string name, long minutes)
    {
        Name = name;
        Micros = minutes * MicrosPerMinute;
    }

    /// <summary>One day: the frequency of business dates.</summary>
    public static Frequency Day { get; } = new("1d", 1440);

    /// <summary>Every frequency, from the shortest to the longest.</summary>
    public static IReadOnlyList<Frequency> All { get; } =
        [new("1m", 1), new("5m", 5), new("15m", 15), new("1h", 60), Day, new("1w", 7 * 1440)];

    /// <summary>The name in configurations and manifests, such as <c>1d</c>.</summary>
    public string Name { get; }

    /// <summary>The length of one step in microseconds.</summary>
    public long Micros { get; }

    /// <summary>True for a day and longer: timestamps are dates, without a time of day.</summary>
    public bool IsDated => Micros >= Day.Micros;

    /// <summary>Reads a name such as <c>1d</c>; false when it is none of <see cref="All"/>.</summary>
    public static bool TryParse(string text, out Frequency frequency)
    {
        foreach (var known in All)
        {
            if (known.Name != text) continue;
            frequency = known;
            return true;
        }

        frequency = default;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
