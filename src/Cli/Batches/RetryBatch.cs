using SecretMagic.Domain.Batches;

namespace SecretMagic.Cli;

/// <summary><c>batches retry</c>.</summary>
internal static class RetryBatch
{
    public static Command Create(MetadataShell shell) => BatchChange.On(
        shell, new Command("retry", "Try a failed run again, going on where it stopped."), "queued again",
        (_, batch, stamp) => new BatchCommand.Retry(batch, stamp));
}
