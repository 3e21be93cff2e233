using System.Text.Json.Serialization;

namespace SecretMagic.Domain.Batches;

/// <summary>What can happen to a batch.</summary>
public abstract record BatchEvent : Event
{
    private BatchEvent()
    {
    }

    /// <summary>It waits for a worker.</summary>
    public sealed record Queued(TenantId Client, WorkKind Work, int Revision, int MaxAttempts) : BatchEvent
    {
        /// <summary>What is computed; null of a batch that was queued before there were orders.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public WorkOrder? Order { get; init; }

        /// <summary>The trace of the caller, as W3C writes it; null when there was none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Trace { get; init; }
    }

    /// <summary>A worker has it. The attempt is its fence: only this attempt may report from now on.</summary>
    public sealed record Started(int Attempt, string Worker) : BatchEvent;

    /// <summary>It came this far.</summary>
    public sealed record Progressed(int Attempt, BatchProgress Progress) : BatchEvent;

    /// <summary>An attempt failed and another one may follow.</summary>
    public sealed record Requeued(int Attempt, string Error) : BatchEvent;

    /// <summary>Its worker ended and gave it back; up to this attempt it may be started now.</summary>
    public sealed record GivenBack(int Attempt, int LastAttempt) : BatchEvent;

    /// <summary>Its result is registered.</summary>
    public sealed record Completed(int Attempt, BatchResult Result) : BatchEvent;

    /// <summary>It failed and is not tried again by itself.</summary>
    public sealed record Failed(int Attempt, string Error) : BatchEvent;

    /// <summary>A person has it tried again, with as many attempts as at first.</summary>
    public sealed record Retried(int MaxAttempts, int Was) : BatchEvent;

    /// <summary>A person stopped it.</summary>
    public sealed record Cancelled(string Reason) : BatchEvent;
}
