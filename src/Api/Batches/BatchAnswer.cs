using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>A batch.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Client">Whose data.</param>
/// <param name="Work">features, bom.</param>
/// <param name="Status">queued, running, done, failed, cancelled.</param>
/// <param name="Version">How many changes it has seen; the id of its events.</param>
/// <param name="Attempt">The last attempt that was started; 0 before the first.</param>
/// <param name="LastAttempt">The last attempt that may be started.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Error">What went wrong last.</param>
/// <param name="FailedBranches">How many of its branches failed while the others were done.</param>
/// <param name="Failures">The first of them, at most 20; null in lists.</param>
/// <param name="Result">What it made; null until it is done.</param>
/// <param name="Revision">The configuration it was queued under.</param>
/// <param name="QueuedAt">When it was queued.</param>
/// <param name="StartedAt">When its last attempt was started.</param>
/// <param name="FinishedAt">When it was over.</param>
/// <param name="UpdatedAt">When something was heard of it last.</param>
internal sealed record BatchAnswer(
    string Id, string Client, string Work, string Status, long Version, int Attempt, int LastAttempt, BatchAnswer.Distance Progress, string? Error,
    int FailedBranches, IReadOnlyList<BatchAnswer.Failure>? Failures, BatchAnswer.Made? Result, int Revision, DateTimeOffset QueuedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, DateTimeOffset UpdatedAt)
{
    internal static BatchAnswer Of(BatchRow row) => new(
        row.Id, row.Client, row.Work, row.Status, row.Version, row.Attempt, row.LastAttempt, new Distance(row.ProgressDone, row.ProgressTotal, "steps"),
        row.ErrorMessage, row.FailedBranches, null, row.ResultPlace is { } place ? new Made(place, row.ResultRows ?? 0) : null, row.ConfigRevision,
        row.QueuedAt, row.StartedAt, row.FinishedAt, row.UpdatedAt);

    /// <summary>The same with what was left out, which the table only counts.</summary>
    internal static async Task<BatchAnswer> Whole(MetadataStore store, BatchRow row, CancellationToken token)
    {
        var answer = Of(row);
        if (row.FailedBranches == 0) return answer with { Failures = [] };
        var state = await store.Read<Batch>(EntityId.Batch(BatchId.Parse(row.Id)), token);
        return answer with { Failures = [.. state.Result?.Failures?.Told.Select(part => new Failure(part.Name, part.Reason)) ?? []] };
    }

    /// <summary>How far it is: of a work's stages as they become known, so the total may grow.</summary>
    internal sealed record Distance(long Done, long Total, string Unit);

    /// <summary>A branch that failed.</summary>
    internal sealed record Failure(string Branch, string Reason);

    /// <summary>What it made.</summary>
    /// <param name="Place">Where it lies, below the root of the lake.</param>
    /// <param name="Rows">How many rows it has.</param>
    internal sealed record Made(string Place, long Rows);
}
