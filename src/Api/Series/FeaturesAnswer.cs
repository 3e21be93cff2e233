using SecretMagic.Features;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>The features of the last row of a series.</summary>
/// <param name="Series">The id of the series.</param>
/// <param name="Timestamp">The start of the row's period.</param>
/// <param name="Version">The version of the shard that they follow from.</param>
/// <param name="PlanHash">The plan that they were computed by.</param>
/// <param name="Features">The features.</param>
internal sealed record FeaturesAnswer(string Series, string Timestamp, long Version, string PlanHash, IReadOnlyList<FeaturesAnswer.Feature> Features)
{
    internal static FeaturesAnswer Of(ShardFeatures found)
    {
        // The last column is history_state, which says of the row what the reasons say of each feature.
        var features = new Feature[found.Plan.Features.Features.Length];
        for (var at = 0; at < features.Length; at++)
        {
            var (name, reason) = (found.Plan.Features.Columns[at].Name, found.Reason(at));
            features[at] = new Feature(name, found.Value(at), reason == NanReason.None ? null : new Missing(reason.Word(), reason.Meaning()));
        }

        return new FeaturesAnswer(found.Series, found.Time, found.Version, found.Plan.Hash, features);
    }

    /// <summary>A feature.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Value">A number, the text of a label, or null.</param>
    /// <param name="Reason">Why it is null; null for a value.</param>
    internal sealed record Feature(string Name, object? Value, Missing? Reason);

    /// <summary>Why a value is missing.</summary>
    /// <param name="Code">warmup, too_few_valid, missing, dead, not_listed or undefined.</param>
    /// <param name="Meaning">What that means.</param>
    internal sealed record Missing(string Code, string Meaning);
}
