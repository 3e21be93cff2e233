using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using static SecretMagic.Domain.Batches.BatchEvent;

namespace SecretMagic.Storage.Tables;

/// <summary>batches, processing_logs, feature_metadata.</summary>
internal static class BatchTables
{
    internal static IEnumerable<TableChange> Of(string batch, long version, BatchEvent happened, Stamp stamp) => happened switch
    {
        Queued now =>
        [
            new(
                """
                INSERT INTO batches (id, client_id, work, status, config_revision, attempt, last_attempt, progress_done, progress_total, resume_at,
                    queued_at, updated_at, work_order)
                VALUES ($1, $2, $3, 'queued', $4, 0, $5, 0, 0, '', $6, $6, $7)
                """,
                batch, ClientId.Of(now.Client).Value, Word.Of(now.Work), now.Revision, now.MaxAttempts, stamp.When, SourceTable.Json(now.Order)),
            Log(batch, version, "info", $"queued by {stamp.Who}", stamp),
        ],
        Started now =>
        [
            new("UPDATE batches SET status = 'running', attempt = $2, worker = $3, started_at = $4, updated_at = $4 WHERE id = $1",
                batch, now.Attempt, now.Worker, stamp.When),
            Log(batch, version, "info", $"attempt {now.Attempt} started by {now.Worker}", stamp),
        ],
        Progressed now =>
        [
            new("UPDATE batches SET progress_done = $2, progress_total = $3, resume_at = $4, updated_at = $5 WHERE id = $1",
                batch, now.Progress.Done, now.Progress.Total, now.Progress.ResumeAt, stamp.When),
            Log(batch, version, "info", $"attempt {now.Attempt}: {now.Progress.Done} of {now.Progress.Total}", stamp),
        ],
        Requeued now =>
        [
            new("UPDATE batches SET status = 'queued', worker = NULL, error_message = $2, updated_at = $3 WHERE id = $1", batch, now.Error, stamp.When),
            Log(batch, version, "warn", $"attempt {now.Attempt} failed and is tried again: {now.Error}", stamp),
        ],
        GivenBack now =>
        [
            new("UPDATE batches SET status = 'queued', worker = NULL, last_attempt = $2, updated_at = $3 WHERE id = $1", batch, now.LastAttempt, stamp.When),
            Log(batch, version, "info", $"attempt {now.Attempt} was given back by its worker, which ends", stamp),
        ],
        Completed now =>
        [
            new(
                """
                UPDATE batches SET status = 'done', worker = NULL, error_message = NULL, result_place = $2, result_rows = $3, finished_at = $4, updated_at = $4,
                    failed_branches = $5
                WHERE id = $1
                """,
                batch, now.Result.Place, now.Result.Rows, stamp.When, now.Result.Failures?.Branches ?? 0),
            now.Result.Failures is { } failures
                ? Log(batch, version, "warn", $"attempt {now.Attempt} made {now.Result.Rows} rows; {failures.Branches} branches failed: {failures}", stamp)
                : Log(batch, version, "info", $"attempt {now.Attempt} made {now.Result.Rows} rows", stamp),
            .. now.Result.Features.Select(feature => Described(batch, feature, stamp)),
        ],
        Failed now =>
        [
            new("UPDATE batches SET status = 'failed', worker = NULL, error_message = $2, finished_at = $3, updated_at = $3 WHERE id = $1",
                batch, now.Error, stamp.When),
            Log(batch, version, "error", $"attempt {now.Attempt} failed: {now.Error}", stamp),
        ],
        Retried now =>
        [
            new("UPDATE batches SET status = 'queued', last_attempt = $2, finished_at = NULL, updated_at = $3 WHERE id = $1",
                batch, now.MaxAttempts, stamp.When),
            Log(batch, version, "info", $"tried again by {stamp.Who}", stamp),
        ],
        Cancelled now =>
        [
            new("UPDATE batches SET status = 'cancelled', worker = NULL, finished_at = $2, updated_at = $2 WHERE id = $1", batch, stamp.When),
            Log(batch, version, "warn", $"cancelled by {stamp.Who}: {now.Reason}", stamp),
        ],
        _ => throw new UnreachableException($"No table knows the event {happened.GetType()}."),
    };

    private static TableChange Log(string batch, long version, string level, string message, Stamp stamp) =>
        new("INSERT INTO processing_logs (batch_id, entry, at, level, message) VALUES ($1, $2, $3, $4, $5)", batch, version, stamp.When, level, message);

    /// <summary>Two batches of a client may end at the same time: the later one describes a feature, whichever is written first.</summary>
    private static TableChange Described(string batch, ProducedFeature feature, Stamp stamp) =>
        new(
            """
            INSERT INTO feature_metadata (client_id, name, kind, type, nan_semantics, batch_id, updated_at)
            SELECT client_id, $2, $3, $4, $5, id, $6 FROM batches WHERE id = $1
            ON CONFLICT (client_id, name) DO UPDATE SET kind = excluded.kind, type = excluded.type, nan_semantics = excluded.nan_semantics,
                batch_id = excluded.batch_id, updated_at = excluded.updated_at
            WHERE (excluded.updated_at, excluded.batch_id) > (feature_metadata.updated_at, feature_metadata.batch_id)
            """,
            batch, feature.Name, feature.Kind, feature.Type, feature.NanMeaning, stamp.When);
}
