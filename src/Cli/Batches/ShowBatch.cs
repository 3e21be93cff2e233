using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary><c>batches show</c>.</summary>
internal static class ShowBatch
{
    public static Argument<string> Id() => new("BATCH") { Description = "the batch's id" };

    public static Command Create(MetadataShell shell)
    {
        var id = Id();
        return shell.Asks(new Command("show", "A run and what happened to it.") { id }, async (store, parsed, token) =>
        {
            var batch = Written.As<BatchId>(parsed.GetRequiredValue(id));
            if (await store.Tables.Batches(batch, null, null, 1, token) is not [var row])
                throw new RefusedException(new Reply.Rejected("batch-unknown", $"Batch {batch} was never queued."), batch.Value);
            var logs = await store.Tables.ProcessingLogs(batch, token);
            return new Answer(new { Batch = row, Logs = logs }, console =>
            {
                console.Facts(
                    ("batch", row.Id), ("client", row.Client), ("work", row.Work), ("from", OrderOptions.Shown(row.WorkOrder)),
                    ("status", row.Status), ("revision", $"{row.ConfigRevision}"),
                    ("attempt", $"{row.Attempt} of {row.LastAttempt}"), ("worker", row.Worker),
                    ("progress", $"{row.ProgressDone:N0} of {row.ProgressTotal:N0}"),
                    ("queued", Page.Moment(row.QueuedAt)), ("started", Page.Moment(row.StartedAt)), ("finished", Page.Moment(row.FinishedAt)),
                    ("result", row.ResultPlace), ("rows", row.ResultRows?.ToString("N0")),
                    ("failed branches", row.FailedBranches == 0 ? null : $"{row.FailedBranches:N0}"), ("error", row.ErrorMessage));
                console.Table(
                    ["", "at", "level", "what happened"], logs.Select(line => new[] { $"{line.Entry}", Page.Moment(line.At), line.Level, line.Message }),
                    "nothing happened to it");
            });
        });
    }
}
