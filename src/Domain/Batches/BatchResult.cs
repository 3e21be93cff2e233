using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SecretMagic.Domain.Batches;

/// <summary>What a batch made.</summary>
/// <param name="Place">Where the result lies, in the lake or in a table; at most 500 characters.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Features">The features it holds; none for an explosion.</param>
public sealed record BatchResult(string Place, long Rows, ImmutableArray<ProducedFeature> Features)
{
    /// <summary>What was left out because branches failed; null when the result is whole.</summary>
    // Not written when it is whole, so that the event has the bytes it had before results could be partial.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PartialFailure? Failures { get; init; }

    internal string? Refusal() =>
        FreeText.Refusal("The place of the result", Place, 500)
        ?? (Rows < 0 ? $"The result has {Rows} rows: give 0 or more." : null)
        ?? (Features.IsDefault ? "The features of the result were never given: give a list, which may be empty." : null)
        ?? Features.Select(feature => feature.Refusal()).FirstOrDefault(wrong => wrong is not null)
        ?? Failures?.Refusal()
        ?? Features.GroupBy(feature => feature.Name).Where(same => same.Skip(1).Any())
            .Select(same => $"The result has the feature {FreeText.Shown(same.Key)} twice.").FirstOrDefault();
}
