using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>A run as the table has it.</summary>
public sealed record BatchRow
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whose data.</summary>
    public required string Client { get; init; }

    /// <summary>features, bom.</summary>
    public required string Work { get; init; }

    /// <summary>queued, running, done, failed, cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>The configuration it was queued under.</summary>
    public required int ConfigRevision { get; init; }

    /// <summary>The last attempt that was started; 0 before the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>The last attempt that may be started.</summary>
    public required int LastAttempt { get; init; }

    /// <summary>Who runs it.</summary>
    public string? Worker { get; init; }

    /// <summary>Units finished.</summary>
    public required long ProgressDone { get; init; }

    /// <summary>Units in all.</summary>
    public required long ProgressTotal { get; init; }

    /// <summary>Where the result lies.</summary>
    public string? ResultPlace { get; init; }

    /// <summary>How many rows it has.</summary>
    public long? ResultRows { get; init; }

    /// <summary>How many of its branches failed while the others were done; what they were stands in its log.</summary>
    public required int FailedBranches { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The value of each option of the work; null of a batch that was queued before there were orders.</summary>
    public JsonElement? WorkOrder { get; init; }

    /// <summary>When it was queued, UTC.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>When its last attempt was started, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was over, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When something was heard of it last, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many events it has: another number is another state.</summary>
    public required long Version { get; init; }
}
