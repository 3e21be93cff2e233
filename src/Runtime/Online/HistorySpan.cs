namespace SecretMagic.Runtime.Online;

/// <summary>A span of time.</summary>
/// <param name="From">Microseconds of UTC; the first row is the one that starts then or next.</param>
/// <param name="To">Microseconds of UTC; the last row is the one that starts then or before.</param>
public readonly record struct HistorySpan(long From, long To)
{
    /// <summary>All of time.</summary>
    public static HistorySpan All { get; } = new(long.MinValue, long.MaxValue);
}
