namespace SecretMagic.Runtime;

/// <summary>Deletes lines of the log that are older than the settings allow, in small portions, so that nobody waits for one long transaction.</summary>
internal static class LogRetention
{
    /// <summary>Lines that go in one transaction.</summary>
    internal const int Portion = 1_000;

    /// <summary>Deletes until nothing is old, or until the process ends: the next one goes on.</summary>
    /// <param name="forget">Deletes at most so many lines that are older than a moment, and says how many.</param>
    /// <param name="before">The moment.</param>
    /// <param name="isEnding">The process ends.</param>
    /// <param name="token">Stops a portion.</param>
    internal static async Task Run(
        Func<DateTimeOffset, int, CancellationToken, Task<int>> forget, DateTimeOffset before, Func<bool> isEnding, CancellationToken token)
    {
        while (await forget(before, Portion, token) == Portion && !isEnding())
        {
        }
    }
}
