namespace SecretMagic.Domain.Batches;

/// <summary>How far a batch has come.</summary>
/// <param name="Done">Units finished.</param>
/// <param name="Total">Units in all, at least <paramref name="Done"/>.</param>
/// <param name="ResumeAt">Where another worker goes on: a mark that only the pipeline reads, at most 200 characters; empty is the beginning.</param>
public sealed record BatchProgress(long Done, long Total, string ResumeAt)
{
    /// <summary>Nothing is done and nothing is counted.</summary>
    public static BatchProgress None { get; } = new(0, 0, "");

    internal string? Refusal() =>
        Done < 0 || Total < Done ? $"Progress {Done} of {Total} is none: give 0 <= done <= total."
        : ResumeAt.Length == 0 ? null
        : FreeText.Refusal("The mark to resume at", ResumeAt, 200);
}
