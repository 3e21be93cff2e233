using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>batches list</c>.</summary>
internal static class ListBatches
{
    public static Command Create(MetadataShell shell)
    {
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "only those of this client" };
        var status = new Option<string?>("--status") { HelpName = string.Join('|', Word.All<BatchStatus>()), Description = "only these" };
        status.AcceptOnlyFromAmong(Word.All<BatchStatus>());
        var limit = Written.Limit();
        return shell.Asks(new Command("list", "Runs, the one queued last first.") { client, status, limit }, async (store, parsed, token) =>
        {
            var tenant = Written.Maybe<TenantId>(parsed.GetValue(client), "--client");
            var batches = await store.Tables.Batches(null, tenant, parsed.GetValue(status), parsed.GetValue(limit), token);
            return new Answer(batches, console => console.Table(
                ["batch", "client", "work", "status", "attempt", "progress", "queued", "finished", "error"],
                batches.Select(batch => new[]
                {
                    batch.Id, batch.Client, batch.Work, batch.Status, $"{batch.Attempt} of {batch.LastAttempt}", Progress(batch), Page.Moment(batch.QueuedAt),
                    Page.Moment(batch.FinishedAt), batch.ErrorMessage,
                }),
                "no batches"));
        });
    }

    private static string Progress(BatchRow batch) => batch.ProgressTotal == 0 ? "" : $"{batch.ProgressDone:N0} of {batch.ProgressTotal:N0}";
}
