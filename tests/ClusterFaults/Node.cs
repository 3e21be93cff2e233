namespace SecretMagic.ClusterFaults;

/// <summary>A process of the cluster, which may be started again where it was.</summary>
/// <param name="name">What it calls itself at the database.</param>
/// <param name="address">HOST:PORT.</param>
/// <param name="start">Starts it.</param>
internal sealed class Node(string name, string address, Func<Faults.Program> start)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal string Name => name;

    internal string Address => address;

    internal Faults.Program Process { get; private set; } = start();

    internal void StartAgain() => Process = start();

    /// <summary>Waits until it is a member.</summary>
    internal async Task Up(CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Patience);
        while (!Process.Errors.Contains("member of the cluster", StringComparison.Ordinal))
        {
            Process.HasExited.ShouldBeFalse($"{name}: {Process.Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    /// <summary>Tells it to end, and waits until it did, in order.</summary>
    internal async Task Leave(CancellationToken token)
    {
        await Process.Signal("TERM", token);
        await Ended(token);
        Process.ExitCode.ShouldBe(0, $"{name}: {Process.Errors}");
    }

    /// <summary>Waits until it ended.</summary>
    internal async Task Ended(CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Patience);
        await Process.Ended(limit.Token);
    }
}
