using System.CommandLine;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;

namespace SecretMagic.Cli;

/// <summary>A command that changes a batch.</summary>
internal static class BatchChange
{
    /// <summary>Makes a command that changes a batch; the batch's id is its first argument.</summary>
    public static Command On(MetadataShell shell, Command command, string done, Func<ParseResult, BatchId, Stamp, BatchCommand> wish)
    {
        var id = ShowBatch.Id();
        command.Arguments.Insert(0, id);
        return shell.Tells(command, async (store, parsed, stamp, token) =>
        {
            var batch = Written.As<BatchId>(parsed.GetRequiredValue(id));
            return ReplyAnswer.Of(await store.Send(wish(parsed, batch, stamp), token), stamp, EntityId.Batch(batch), done, null);
        });
    }
}
