namespace SecretMagic.Faults;

/// <summary>How much of a fault there is: a little with every change, the whole of it when the variable FAULTS is <c>full</c>.</summary>
internal sealed record Scale(int Workers, int Batches, int CommandsASecond, int Seconds, TimeSpan Stopped, TimeSpan ServerAway)
{
    internal static Scale Now { get; } = Environment.GetEnvironmentVariable("FAULTS") == "full"
        ? new Scale(4, 200, 500, 90, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30))
        : new Scale(3, 24, 200, 12, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(4));
}
