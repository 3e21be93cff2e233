namespace SecretMagic.Runtime;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>Its name, which no other worker has, also none before it; 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>How many batches it works on at a time.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How long a batch stays with a worker that is not heard of.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>How many batches of one client are worked on at a time, by all workers together; of explosions always one.</summary>
    public required int LimitPerClient { get; init; }

    /// <summary>Ends when no batch waits.</summary>
    public bool UntilIdle { get; init; }

    /// <summary>Threads that compute one batch.</summary>
    internal int Threads => Math.Max(1, (Environment.ProcessorCount - 1) / Concurrency);

    /// <summary>How often a worker says that it lives, and hears that it lost a batch.</summary>
    internal TimeSpan Beat => Lease / 3 < TimeSpan.FromSeconds(1) ? Lease / 3 : TimeSpan.FromSeconds(1);
}
