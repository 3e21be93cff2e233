using SecretMagic.Domain.Clients;

namespace SecretMagic.Domain.Batches;

/// <summary>What a batch can be told. When the answer is Accepted, the change is stored and in force.</summary>
/// <param name="Batch">Which batch.</param>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record BatchCommand(BatchId Batch, Stamp Stamp) : Command(Stamp)
{
    /// <inheritdoc/>
    public sealed override EntityId Entity => EntityId.Batch(Batch);

    /// <summary>Wait for a worker. The clearance says whose data and under which configuration.</summary>
    /// <param name="Batch">A new id.</param>
    /// <param name="Stamp">Which command, whose, when.</param>
    /// <param name="Clearance">The client's right to be processed.</param>
    /// <param name="Order">What is computed.</param>
    /// <param name="MaxAttempts">How often it may be started, 1 to 100.</param>
    public sealed record Enqueue(BatchId Batch, Stamp Stamp, Clearance Clearance, WorkOrder Order, int MaxAttempts) : BatchCommand(Batch, Stamp)
    {
        /// <summary>The trace of the caller as W3C writes it; whoever runs the batch goes on with it. Null when there is none.</summary>
        public string? Trace { get; init; }
    }

    /// <summary>
    /// Be run by a worker, as a given attempt: one more than the last. So of two workers that want the same attempt one is rejected. A running batch may be
    /// started again, as its next attempt, when its worker is taken for dead; what the old worker reports later is rejected.
    /// </summary>
    public sealed record Start(BatchId Batch, Stamp Stamp, Clearance Clearance, int Attempt, string Worker) : BatchCommand(Batch, Stamp);

    /// <summary>Have come this far. Progress never goes back within an attempt.</summary>
    public sealed record Report(BatchId Batch, Stamp Stamp, int Attempt, BatchProgress Progress) : BatchCommand(Batch, Stamp);

    /// <summary>Be done.</summary>
    public sealed record Complete(BatchId Batch, Stamp Stamp, int Attempt, BatchResult Result) : BatchCommand(Batch, Stamp);

    /// <summary>Have failed. A failure of the world is tried again while attempts are left; a mistake in what was given is not.</summary>
    public sealed record Fail(BatchId Batch, Stamp Stamp, int Attempt, string Error, bool MayRetry) : BatchCommand(Batch, Stamp);

    /// <summary>Wait for another worker, because this one ends. The attempt does not count: one more is allowed.</summary>
    public sealed record GiveBack(BatchId Batch, Stamp Stamp, int Attempt) : BatchCommand(Batch, Stamp);

    /// <summary>Be tried again after a failure, going on where it stopped.</summary>
    public sealed record Retry(BatchId Batch, Stamp Stamp) : BatchCommand(Batch, Stamp);

    /// <summary>Stop.</summary>
    public sealed record Cancel(BatchId Batch, Stamp Stamp, string Reason) : BatchCommand(Batch, Stamp);
}
