using System.CommandLine;
using SecretMagic.Domain.Batches;

namespace SecretMagic.Cli;

/// <summary><c>batches cancel</c>.</summary>
internal static class CancelBatch
{
    public static Command Create(MetadataShell shell)
    {
        var reason = new Option<string>("--reason") { HelpName = "TEXT", Description = "why", DefaultValueFactory = _ => "not wanted any more" };
        return BatchChange.On(
            shell, new Command("cancel", "Stop a run.") { reason }, "cancelled",
            (parsed, batch, stamp) => new BatchCommand.Cancel(batch, stamp, parsed.GetRequiredValue(reason)));
    }
}
