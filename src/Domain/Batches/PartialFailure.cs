using System.Collections.Immutable;

namespace SecretMagic.Domain.Batches;

/// <summary>What a batch left out of its result, because branches of it failed.</summary>
/// <param name="Branches">How many failed, at least one.</param>
/// <param name="Told">The first of them, at most 20.</param>
public sealed record PartialFailure(int Branches, ImmutableArray<PartialFailure.Branch> Told)
{
    private const int MostTold = 20, LongestName = 200, LongestReason = 1_000;

    /// <summary>The failures of a result as they are stored; null when there is none.</summary>
    /// <param name="failures">Names of branches and why each failed, in words for people.</param>
    public static PartialFailure? Of(IReadOnlyCollection<(string Branch, string Reason)> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        return failures.Count == 0
            ? null
            : new PartialFailure(
                failures.Count,
                [
                    .. failures.Take(MostTold)
                        .Select(part => new Branch(OneLine(part.Branch, "?", LongestName), OneLine(part.Reason, "unknown", LongestReason))),
                ]);
    }

    /// <summary>As one line for people.</summary>
    public override string ToString() => string.Join("; ", Told.Select(part => $"{part.Name}: {part.Reason}"))
        + (Branches > Told.Length ? $"; and {Branches - Told.Length} more" : "");

    internal string? Refusal() =>
        Told.IsDefaultOrEmpty || Told.Length > MostTold || Branches < Told.Length ? $"Of {Branches} failed branches 1 to {MostTold} are told."
        : Told.Select(part => FreeText.Refusal("The name of a failed branch", part.Name, LongestName)
            ?? FreeText.Refusal("Why a branch failed", part.Reason, LongestReason)).FirstOrDefault(wrong => wrong is not null);

    private static string OneLine(string text, string empty, int longest) =>
        FreeText.Cleaned(text, longest).Replace('\n', ' ').Replace('\t', ' ') is var line && string.IsNullOrWhiteSpace(line) ? empty : line;

    /// <summary>A branch that failed.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Reason">Why it failed.</param>
    public sealed record Branch(string Name, string Reason);
}
