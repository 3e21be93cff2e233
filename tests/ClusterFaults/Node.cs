namespace SecretMagic.ClusterFaults;

/// <summary>A process of the cluster, which may be started again where it was.</summary>
internal sealed class Node
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Longest = TimeSpan.FromHours(1);
    private readonly Func<Faults.Program> _start;

    /// <param name="name">What it calls itself at the database.</param>
    /// <param name="address">HOST:PORT.</param>
    /// <param name="start">Starts it.</param>
    internal Node(string name, string address, Func<Faults.Program> start)
    {
        (Name, Address, _start) = (name, address, start);
        (Process, Said) = (null!, null!);
        StartAgain();
    }

    internal string Name { get; }

    internal string Address { get; }

    internal Faults.Program Process { get; private set; }

    /// <summary>What it says until it ends; it is read all the time, or the process would wait.</summary>
    internal Task<List<string>> Said { get; private set; }

    internal void StartAgain()
    {
        Process = _start();
        Said = Process.Lines(Longest, CancellationToken.None);
    }

    /// <summary>Waits until it is a member.</summary>
    internal async Task Up(CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Patience);
        while (!Process.Errors.Contains("member of the cluster", StringComparison.Ordinal))
        {
            Process.HasExited.ShouldBeFalse($"{Name}: {Process.Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    /// <summary>Tells it to end, and waits until it did, in order.</summary>
    internal async Task Leave(CancellationToken token)
    {
        await Process.Signal("TERM", token);
        await Ended(token);
        Process.ExitCode.ShouldBe(0, $"{Name}: {Process.Errors}");
    }

    /// <summary>Waits until it ended.</summary>
    internal async Task Ended(CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Patience);
        await Process.Ended(limit.Token);
    }
}
