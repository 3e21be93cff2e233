namespace SecretMagic.Cli;

/// <summary><c>secretmagic batches</c>: runs of the pipeline.</summary>
internal static class BatchesCommand
{
    public static Command Create(MetadataShell shell) => shell.Group(
        "batches", "Runs: look, queue, try again, cancel.",
        ListBatches.Create(shell), ShowBatch.Create(shell), QueueBatch.Create(shell), RetryBatch.Create(shell), CancelBatch.Create(shell));
}
