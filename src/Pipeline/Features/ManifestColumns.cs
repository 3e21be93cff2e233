using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>The columns of a feature set's files as its manifest describes them.</summary>
internal static class ManifestColumns
{
    private static readonly ImmutableSortedDictionary<string, long> Complete = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Keys, target, features with their missing values by reason, and the state.</summary>
    public static ImmutableArray<FeatureManifest.Column> Of(FeatureFiles files, SalesLayout layout)
    {
        var plan = files.Plan;
        var columns = files.Columns(layout.Texts is null ? null : new Labels([]));
        return
        [
            new(columns[0].Name, PlainColumn.Series.Kind, TypeOf(columns[0]), null, null, Complete),
            new(PlainColumn.Time.Name, PlainColumn.Time.Kind, TypeOf(columns[1]), null, null, Complete),
            new(
                PlainColumn.Target.Name, PlainColumn.Target.Kind, TypeOf(columns[2]), null, PlainColumn.Target.NanMeaning,
                files.TargetsMissing == 0 ? Complete : Complete.Add(NameOf(NanReason.Missing), files.TargetsMissing)),
            .. plan.Features.Select((feature, at) => new FeatureManifest.Column(
                feature.Name, feature.Kind.ToString().ToLowerInvariant(), TypeOf(plan.Columns[at]), feature.Canonical, feature.NanMeaning, Missing(files, at))
            {
                Availability = feature.Availability,
                Horizon = feature.Horizon,
            }),
            new(
                PlainColumn.State.Name, PlainColumn.State.Kind, TypeOf(plan.Columns[^1]), PlainColumn.State.Meaning, null, Complete),
        ];
    }

    private static ImmutableSortedDictionary<string, long> Missing(FeatureFiles files, int feature) =>
        Enum.GetValues<NanReason>().Where(reason => reason != NanReason.None).Select(reason => (Name: NameOf(reason), Count: files.NanCount(feature, reason)))
            .Where(pair => pair.Count > 0).ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Count);

    private static string NameOf(NanReason reason) => reason switch
    {
        NanReason.Warmup => "warmup",
        NanReason.TooFewValid => "too_few_valid",
        NanReason.Missing => "missing",
        NanReason.Dead => "dead",
        NanReason.NotListed => "not_listed",
        NanReason.Undefined => "undefined",
        _ => throw new System.Diagnostics.UnreachableException($"Reason {reason}"),
    };

    private static string TypeOf(BlockColumn column) => column.Type switch
    {
        ColumnType.Label => "text",
        var type => type.ToString().ToLowerInvariant(),
    };
}
