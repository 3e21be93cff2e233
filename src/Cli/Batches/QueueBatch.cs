using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>batches queue</c>.</summary>
internal static class QueueBatch
{
    public static Command Create(MetadataShell shell)
    {
        var client = Written.Client();
        var work = new Argument<string>("WORK") { Description = string.Join(" or ", Word.All<WorkKind>()) };
        work.AcceptOnlyFromAmong(Word.All<WorkKind>());
        var id = new Option<string?>("--id") { HelpName = "ID", Description = "the batch's id; a new one by default" };
        var attempts = new Option<int>("--attempts") { HelpName = "N", Description = "how often it may be started, 1 to 100", DefaultValueFactory = _ => 3 };
        var command = new Command(
            "queue", "Let a worker process a client's data, once its configuration is confirmed: from what the options name, else from the client's source.")
        {
            client, work, id, attempts,
        };
        var given = OrderOptions.On(command);
        return shell.Tells(
            command,
            async (store, parsed, stamp, token) =>
            {
                var (tenant, kind) = (Written.As<TenantId>(parsed.GetRequiredValue(client)), Word.Parse<WorkKind>(parsed.GetRequiredValue(work)));
                var batch = parsed.GetValue(id) is { } written ? Written.As<BatchId>(written, "--id") : NewId(kind, stamp.Command);
                return await Queue(store, tenant, batch, kind, given.Of(parsed, kind, shell.Folder), parsed.GetValue(attempts), stamp, token);
            });
    }

    private static async Task<Answer> Queue(
        MetadataStore store, TenantId tenant, BatchId batch, WorkKind work, WorkOrder? given, int attempts, Stamp stamp, CancellationToken token)
    {
        // What was queued before under this command is so also when the client is not clear any more.
        var known = (await store.Read<Batch, BatchCommand, BatchEvent>(EntityId.Batch(batch), token)).Commands.VersionOf(stamp.Command);
        if (known is { } version) return ReplyAnswer.Of(new Reply.Duplicate(version), stamp, EntityId.Batch(batch), false, "", null);
        var clearance = await ClientChange.Clear(store, tenant, work, token);
        if ((given ?? (await ClientChange.Read(store, tenant, token)).SourceOf(work)) is not { } order)
            throw Refused("no-source", $"Client {tenant} has no source of {Word.Of(work)}: say what is computed by options, or store a source.", tenant);
        // Counted before it is queued: of two that queue at the same instant both may be let in.
        var limit = store.Settings.WorkQueueLimit;
        if (await store.Journal.Claims.Waiting(tenant, limit, token) >= limit)
        {
            throw Refused(
                "client-queue-full", $"{limit} batches of client {tenant} wait already, which is the most (work.queue_limit): queue it when some are done.",
                tenant);
        }

        var answered = await store.Send<Batch, BatchCommand, BatchEvent>(
            EntityId.Batch(batch), _ => new BatchCommand.Enqueue(batch, stamp, clearance, order, attempts), token);
        return ReplyAnswer.Of(answered.Reply, stamp, EntityId.Batch(batch), answered.IsChanged, $"queued for {tenant}", $"secretmagic batches show {batch}");
    }

    private static RefusedException Refused(string code, string reason, TenantId tenant) => new(new Reply.Rejected(code, reason), tenant.Value);

    /// <summary>An id that follows from the command's, so that a command sent again means the same batch.</summary>
    private static BatchId NewId(WorkKind work, CommandId command) =>
        BatchId.Parse($"{Word.Of(work)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command.Value)))[..16]}");
}
