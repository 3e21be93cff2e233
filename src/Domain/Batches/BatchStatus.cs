namespace SecretMagic.Domain.Batches;

/// <summary>Where a batch stands. The numbers and names are stored.</summary>
public enum BatchStatus
{
    /// <summary>It waits for a worker.</summary>
    Queued = 1,

    /// <summary>A worker has it.</summary>
    Running = 2,

    /// <summary>Its result is registered, whole.</summary>
    Done = 3,

    /// <summary>Its attempts are used up, or it cannot succeed; nothing of it is visible.</summary>
    Failed = 4,

    /// <summary>A person stopped it; nothing of it is visible.</summary>
    Cancelled = 5,
}
