using System.Globalization;

namespace SecretMagic.ClusterFaults;

/// <summary>What commands waited, told in one line; promised times are held to on a machine that has nothing else to do.</summary>
internal static class Figures
{
    internal static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    internal static TimeSpan Longest(this IEnumerable<Answered> commands) =>
        commands.Select(command => command.Waited).DefaultIfEmpty().Max();

    /// <summary>Commands that were due behind a moment, or that were waiting then.</summary>
    internal static IEnumerable<Answered> Open(this IEnumerable<Answered> commands, TimeSpan since) => commands.Where(command => command.At > since);

    internal static string Waits(this IEnumerable<Answered> commands)
    {
        var waits = commands.Select(command => command.Waited.TotalMilliseconds).Order().ToArray();
        return waits.Length == 0 ? "none" : string.Create(
            CultureInfo.InvariantCulture, $"p50 {waits[waits.Length / 2]:0}, p99 {waits[waits.Length * 99 / 100]:0}, longest {waits[^1]:0} ms");
    }

    internal static void ShouldBeWithin(this TimeSpan measured, double seconds, string what)
    {
        if (Scale.Now.IsTimed) measured.TotalSeconds.ShouldBeLessThan(seconds, what);
    }
}
