using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

/// <summary>
/// What pandas 1.5 computes for random series, by tests/oracle/pandas_oracle.py: gaps, spikes, constants, single rows, leap days, ends of
/// years, windows longer than the series.
/// </summary>
public sealed class PandasTests
{
    /// <summary>pandas slides its sums, so it is off by what went through the window before.</summary>
    private const double Tolerance = 1e-9;

    private static readonly (string[] Names, List<(string Id, long FirstPeriod, List<double[]> Rows)> Series) Golden =
        Given.GoldenFeatures("pandas");

    private static readonly FeaturePlan Plan = Given.Plan(Given.Set([.. Entries()]));

    private static readonly Computed[] Computations = [.. Golden.Series.Select(Compute)];

    public static TheoryData<string> Columns => [.. Golden.Names.Skip(1)];

    [Fact]
    public void Every_column_is_a_feature() => Plan.Features.Select(feature => feature.Name).ShouldBe(Golden.Names.Skip(1), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Columns))]
    public void Every_value_is_that_of_pandas(string name)
    {
        var column = Array.IndexOf(Golden.Names, name);
        foreach (var ((id, _, rows), computed) in Golden.Series.Zip(Computations))
        {
            var values = computed[name];
            var end = rows.FindLastIndex(row => !double.IsNaN(row[0])) + 1;
            for (var row = 0; row < end; row++)
            {
                var (expected, actual) = (rows[row][column], values[row]);
                var close = double.IsNaN(expected) ? double.IsNaN(actual)
                    : Math.Abs(actual - expected) <= Tolerance * Math.Max(1e-2, Math.Abs(expected));
                close.ShouldBeTrue($"{name} of series {id}, row {row}: {actual} instead of {expected}");
            }
        }
    }

    private static Computed Compute((string Id, long FirstPeriod, List<double[]> Rows) series)
    {
        using var panel = Given.Panel(series.FirstPeriod, [.. series.Rows.Select(row => row[0])]);
        return Computed.Of(Plan, panel);
    }

    private static IEnumerable<FeatureEntry> Entries()
    {
        foreach (var type in new[] { "ma", "sum", "std", "var", "min", "max", "median", "skew", "zscore", "trend", "rank" })
        {
            yield return Given.Entry(type, ("windows", new[] { 7, 28 }));
            yield return Given.Entry(type, ("windows", new[] { 5 }), ("min_samples", 3));
        }

        yield return Given.Entry("count", ("windows", new[] { 5, 7, 28 }));
        foreach (var quantile in new[] { 0.9, 0.025 })
        {
            yield return Given.Entry("quantile", ("quantile", quantile), ("windows", new[] { 7, 28 }));
            yield return Given.Entry("quantile", ("quantile", quantile), ("windows", new[] { 5 }), ("min_samples", 3));
        }

        foreach (var type in new[] { "ema", "ema_std" })
        {
            foreach (var (adjust, ignore) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                var name = $"{type}_{adjust}_{ignore}".ToLowerInvariant();
                yield return Given.Entry(type, ("alpha", 0.3), ("adjust", adjust), ("ignore_na", ignore), ("name", name));
            }
        }

        foreach (var statistic in new[] { "mean", "sum", "std", "min", "max", "count" }) yield return Given.Entry("expanding_" + statistic);
        yield return Given.Entry("pct_change", ("lags", new[] { 2 }));
        yield return Given.Entry("diff", ("lags", new[] { 3 }));
        yield return Given.Entry("seasonal_ma", ("period", 7), ("windows", new[] { 3 }));
        yield return Given.Entry("seasonal_lag", ("years", new[] { 1 }));
        yield return Given.Entry("seasonal_lag", ("years", new[] { 1 }), ("align", "date"), ("name", "seasonal_date_1"));
    }
}
