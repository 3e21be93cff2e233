using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class GoldenTests
{
    private static readonly FeatureSet Set = Given.Set([.. Entries("missing", ""), .. Entries("decay", "decay_")]);

    [Fact]
    public void Every_column_of_the_golden_file_is_met()
    {
        var plan = Given.Plan(Set);
        var (names, all) = Given.GoldenFeatures();
        foreach (var (id, firstPeriod, rows) in all)
        {
            using var panel = Given.Panel(firstPeriod, [.. rows.Select(row => row[0])]);
            var computed = Computed.Of(plan, panel);
            for (var column = 1; column < names.Length; column++)
            {
                var values = computed[names[column]];
                for (var row = 0; row < values.Length; row++)
                {
                    var (expected, actual) = (rows[row][column], values[row]);
                    var close = double.IsNaN(expected) ? double.IsNaN(actual)
                        : Math.Abs(actual - expected) <= 1e-9 * Math.Max(1e-3, Math.Abs(expected));
                    close.ShouldBeTrue($"{names[column]} of {id}, row {row}: {actual} instead of {expected}");
                }
            }
        }
    }

    [Fact]
    public void The_plan_covers_every_column_of_the_golden_file() =>
        Given.GoldenFeatures().Names.Skip(1).Except(Given.Plan(Set).Features.Select(feature => feature.Name)).ShouldBeEmpty();

    private static IEnumerable<FeatureEntry> Entries(string strategy, string prefix)
    {
        yield return Entry("lag", ("lags", new[] { 1, 7, 28 }), ("name", prefix + "lag_{lag}"));
        yield return Entry("diff", ("lags", new[] { 1, 7, 28 }), ("name", prefix + "diff_{lag}"));
        foreach (var type in new[] { "ma", "sum", "min", "max", "std", "median" })
        {
            yield return Entry(type, ("windows", new[] { 7, 28 }), ("name", prefix + type + "_{window}"));
            yield return Entry(
                type, ("windows", new[] { 7, 28 }), ("min_samples", 7), ("name", prefix + type + "_{window}_m{min_samples}"));
        }

        yield return Entry("seasonal_ma", ("period", 7), ("windows", new[] { 4 }), ("name", prefix + "seasonal_ma_{period}_{window}"));
        yield return Entry("expanding_mean", ("name", prefix + "expanding_mean"));
        yield return Entry("quantile", ("quantile", 0.9), ("windows", new[] { 7, 28 }), ("name", prefix + "q{percent}_{window}"));
        yield return Entry("quantile", ("quantile", 0.9), ("windows", new[] { 7, 28 }), ("min_samples", 7),
            ("name", prefix + "q{percent}_{window}_m{min_samples}"));

        foreach (var alpha in new[] { 0.5, 0.1 })
        {
            yield return Entry("ema", ("alpha", alpha), ("min_samples", 7), ("name", prefix + "ema_{alpha}"));
            yield return Entry(
                "ema", ("alpha", alpha), ("min_samples", 7), ("adjust", true), ("name", prefix + "ema_{alpha}_adjusted"));
        }

        FeatureEntry Entry(string type, params (string, object)[] parameters) =>
            Given.Entry(type, [.. parameters, ("nan_strategy", strategy)]);
    }
}
