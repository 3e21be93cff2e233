using System.Diagnostics;
using System.Text.Json.Serialization;
using static SecretMagic.Domain.Batches.BatchEvent;

namespace SecretMagic.Domain.Batches;

/// <summary>A run of the pipeline for one client: queued, running, then done, failed or cancelled. It survives its workers.</summary>
public sealed record Batch : IDecider<Batch, BatchCommand, BatchEvent>
{
    /// <inheritdoc/>
    public static Batch Initial { get; } = new();

    /// <summary>Where it stands; 0 before it was queued.</summary>
    public BatchStatus Status { get; init; }

    /// <summary>Whose data.</summary>
    public TenantId Client { get; init; }

    /// <summary>What is computed.</summary>
    public WorkKind Work { get; init; }

    /// <summary>The inputs of the work; null of a batch that was queued before there were orders.</summary>
    // Not written then, so that the state has the bytes it had.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkOrder? Order { get; init; }

    /// <summary>The trace of whoever queued it; null when there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    /// <summary>The configuration it was queued under; under another one it does not start.</summary>
    public int Revision { get; init; }

    /// <summary>The last attempt that was started; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The last attempt that may be started.</summary>
    public int LastAttempt { get; init; }

    /// <summary>How many attempts a person grants at a time.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Who runs it; null when nobody does.</summary>
    public string? Worker { get; init; }

    /// <summary>How far it has come; kept from attempt to attempt.</summary>
    public BatchProgress Progress { get; init; } = BatchProgress.None;

    /// <summary>What it made, when it is done.</summary>
    public BatchResult? Result { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? Error { get; init; }

    /// <inheritdoc/>
    public static Decision<BatchEvent> Decide(Batch state, BatchCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return BatchDecision.Of(state, command);
    }

    /// <inheritdoc/>
    public static Batch Evolve(Batch state, BatchEvent happened, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            Queued now => state with
            {
                Status = BatchStatus.Queued,
                Client = now.Client,
                Work = now.Work,
                Order = now.Order,
                Trace = now.Trace,
                Revision = now.Revision,
                MaxAttempts = now.MaxAttempts,
                LastAttempt = now.MaxAttempts,
            },
            Started now => state with { Status = BatchStatus.Running, Attempt = now.Attempt, Worker = now.Worker },
            Progressed now => state with { Progress = now.Progress },
            Requeued now => state with { Status = BatchStatus.Queued, Worker = null, Error = now.Error },
            GivenBack now => state with { Status = BatchStatus.Queued, Worker = null, LastAttempt = now.LastAttempt },
            Completed now => state with { Status = BatchStatus.Done, Worker = null, Result = now.Result, Error = null },
            Failed now => state with { Status = BatchStatus.Failed, Worker = null, Error = now.Error },
            Retried => state with { Status = BatchStatus.Queued, LastAttempt = state.Attempt + state.MaxAttempts },
            Cancelled => state with { Status = BatchStatus.Cancelled, Worker = null },
            _ => throw new UnreachableException($"No batch knows the event {happened}."),
        };
    }
}
