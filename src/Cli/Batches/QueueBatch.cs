using System.CommandLine;
using SecretMagic.Domain;
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
                var batch = parsed.GetValue(id) is { } written ? Written.As<BatchId>(written, "--id") : DerivedId.Batch(Word.Of(kind), stamp.Command);
                var order = given.Of(parsed, kind, shell.Folder);
                var reply = await new BatchIntake(store).Enqueue(tenant, batch, kind, order, parsed.GetValue(attempts), stamp, token);
                return reply is Reply.Rejected refusal
                    ? Answer.Refused(refusal, Hint.Of(refusal, tenant.Value))
                    : ReplyAnswer.Of(reply, stamp, EntityId.Batch(batch), $"queued for {tenant}", $"secretmagic batches show {batch}");
            });
    }
}
