namespace SecretMagic.Pipeline;

/// <summary>
/// How long a part that failed waits before it is tried again: twice as long each time, up to a limit, and between half of that and all of it, so that parts
/// that failed together do not come back together. Pure: the same seed, part and attempt give the same wait.
/// </summary>
public sealed record RetryPolicy
{
    /// <summary>How often a part is tried in all, at least once; default 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The longest wait behind the first attempt; default 200 ms.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait of all; default 5 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>True for faults of the machine that may pass: disk, network, time. What is wrong with the data stays wrong.</summary>
    public static bool IsTransient(Exception fault) =>
        fault is TimeoutException or (IOException and not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException));

    /// <summary>The wait behind a failed attempt; null when no other attempt follows.</summary>
    /// <param name="seed">What tells runs apart.</param>
    /// <param name="part">Which part failed.</param>
    /// <param name="attempt">Which attempt failed, from 1.</param>
    public TimeSpan? WaitBehind(uint seed, int part, int attempt)
    {
        if (attempt >= Attempts) return null;
        var longest = Math.Min(Longest.Ticks, First.Ticks * Math.Pow(2, attempt - 1));
        return TimeSpan.FromTicks((long)(longest * (0.5 + 0.5 * Share(seed, part, attempt))));
    }

    /// <summary>A number in [0, 1) that follows from its arguments, spread evenly (the finalizer of MurmurHash3).</summary>
    private static double Share(uint seed, int part, int attempt)
    {
        var hash = seed ^ ((uint)part * 0x9E37_79B9u) ^ ((uint)attempt * 0x85EB_CA6Bu);
        hash = (hash ^ (hash >> 16)) * 0x85EB_CA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2_AE35u;
        return (hash ^ (hash >> 16)) / 4294967296.0;
    }
}
