using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Integration.Journal;
using SecretMagic.Pipeline;

namespace SecretMagic.Contract;

/// <summary>A shard of series for tests: a plan of two features, and rows whose value is their day.</summary>
internal static class GivenRows
{
    internal const int FirstDay = 20_000;

    private const string Definition = """
        feature_set: test_v1
        frequency: 1d
        features:
          - { type: lag, lags: [1] }
          - { type: ma, windows: [7] }
        """;

    internal static readonly SeriesShardId Shard = SeriesShardId.Parse("acme.0");

    internal static SeriesShardCommand.SetPlan Plan()
    {
        var plan = OnlinePlan.Compile(Definition, "plan.yaml", null);
        return new(Shard, Given.Stamp(), new ShardPlan(1, plan.Hash, Definition, null, "1d", plan.Columns, plan.ShareColumns, 1));
    }

    internal static SeriesShardCommand.TakeRows Row(string series, int day, double? value = null) =>
        new(Shard, Given.Stamp(), new RowBlock("1d", ["target"], [series], [0], [FirstDay + day], [], [[value ?? day]]));
}
