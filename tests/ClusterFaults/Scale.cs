namespace SecretMagic.ClusterFaults;

/// <summary>How much of a fault there is, and what is held to: a little of it, or the whole of it when the variable FAULTS is <c>full</c>.</summary>
/// <param name="Rate">Commands a second.</param>
/// <param name="Batches">Feature batches that run beside, with an explosion for each of the first ten.</param>
/// <param name="Before">The time of commands before the fault.</param>
/// <param name="After">And behind it.</param>
/// <param name="Paused">How long a process stands still.</param>
/// <param name="DatabaseAway">How long the database is away.</param>
/// <param name="Restarts">Rolling restarts.</param>
/// <param name="IsTimed">True on a machine that has nothing else to do: the promised times are held to. Else they are only told.</param>
internal sealed record Scale(int Rate, int Batches, TimeSpan Before, TimeSpan After, TimeSpan Paused, TimeSpan DatabaseAway, int Restarts, bool IsTimed)
{
    internal const int Clients = 200;

    /// <summary>In milliseconds: a test that waits for what does not come fails after that.</summary>
    internal const int Longest = 15 * 60_000;

    internal static Scale Now { get; } = Environment.GetEnvironmentVariable("FAULTS") == "full"
        ? new Scale(500, 12, Seconds(5), Seconds(10), Seconds(60), Seconds(8), 20, true)
        : new Scale(200, 2, Seconds(2), Seconds(3), Seconds(20), Seconds(4), 3, false);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
