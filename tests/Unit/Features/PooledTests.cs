using SecretMagic.Features;
using SecretMagic.Pipeline;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

public sealed class PooledTests
{
    private const double N = double.NaN;

    /// <summary>Three series of group 7, one of group 8, one of none; the second starts two periods later, the third has no target.</summary>
    private static readonly long[] FirstPeriods = [100, 102, 101, 100, 100];

    private static readonly double[][] Targets = [[4, N, 6, 8, 1], [2, 4, N], [N, N, N], [50, 60], [9, 9]];

    [Fact]
    public void A_pooled_column_holds_the_mean_of_the_known_values_of_the_group()
    {
        Fill(new PooledColumn { Name = "p" }).ShouldBeLike([4, N, 4, 6, 1], [4, 6, 1], [N, 4, 6], [50, 60], [N, N]);
        Fill(new PooledColumn { Name = "p", How = PooledStatistic.Sum }).ShouldBeLike([4, N, 8, 12, 1], [8, 12, 1], [N, 8, 12], [50, 60], [N, N]);
        Fill(new PooledColumn { Name = "p", How = PooledStatistic.Count }).ShouldBeLike([1, N, 2, 2, 1], [2, 2, 1], [N, 2, 2], [1, 1], [N, N]);
    }

    [Fact]
    public void A_series_can_be_left_out_of_its_own_column() =>
        Fill(new PooledColumn { Name = "p", LeavesOut = true }).ShouldBeLike([N, N, 2, 4, N], [6, 8, 1], [N, 4, 6], [N, N], [N, N]);

    [Fact]
    public void A_window_reaches_before_the_first_row_of_the_series()
    {
        Fill(new PooledColumn { Name = "p", Window = 3 })
            .ShouldBeLike([4, 4, 12 / 3.0, 20 / 4.0, 21 / 5.0], [12 / 3.0, 20 / 4.0, 21 / 5.0], [4, 12 / 3.0, 20 / 4.0], [50, 55], [N, N]);
        Fill(new PooledColumn { Name = "p", Window = 2, Shift = 1 })
            .ShouldBeLike([N, 4, 4, 4, 20 / 4.0], [4, 4, 20 / 4.0], [4, 4, 4], [N, 50], [N, N]);
        Fill(new PooledColumn { Name = "p", Window = 2, Shift = 1, LeavesOut = true })
            .ShouldBeLike([N, N, N, 2, 3], [4, 6, 14 / 2.0], [4, 4, 4], [N, N], [N, N]);
    }

    [Fact]
    public void Any_cut_into_panels_gives_the_same_bits()
    {
        var pooled = new PooledColumn { Name = "p", Window = 3 };
        foreach (var cut in new[] { 1, 2, 4 }) Fill(pooled, cut).Select(Bits).ShouldBe(Fill(pooled).Select(Bits));

        static string Bits(double[] values) => string.Join(' ', values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Entries_read_a_pooled_column_and_their_hash_knows_what_it_is()
    {
        var set = Given.Set(Given.Entry("ma", ("windows", new[] { 2 }), ("column", "item_mean"), ("name", "item_ma_{window}"))) with
        {
            Pooled = [new PooledColumn { Name = "item_mean", By = "item" }],
        };
        var other = set with { Pooled = [set.Pooled[0] with { LeavesOut = true }] };
        var sources = Given.Sources("target", "item_mean");

        Given.Plan(set, sources).Features[0].Canonical.ShouldContain("mean of target by item");
        Given.Plan(set, sources).Hash.ShouldNotBe(Given.Plan(other, sources).Hash);
        FeaturePlan.Compile(set, Given.Sources()).Findings.ShouldHaveSingleItem().Message.ShouldContain("static column 'item'");
    }

    [Theory]
    [InlineData("{ by: item }", "name")]
    [InlineData("{ name: target }", "another column")]
    [InlineData("{ name: a, how: median }", "mean, sum, count")]
    [InlineData("{ name: a, window: 0 }", "from 1 on")]
    [InlineData("{ name: a, leave_out: 1 }", "true or false")]
    [InlineData("{ name: a, of: b }, { name: b }", "of the data")]
    [InlineData("{ name: a, from: b }", "is not a key of pooled")]
    public void Mistakes_in_pooled_columns_are_named(string columns, string message)
    {
        var text = $"feature_set: s\nfrequency: 1d\npooled: [{columns}]\nfeatures: [{{ type: lag, lags: [1] }}]\n";

        Should.Throw<InputException>(() => FeatureSetFile.Parse(text, "f.yaml")).Message.ShouldContain(message);
    }

    private static double[][] Fill(PooledColumn pooled, int? cut = null)
    {
        int[] lengths = [.. Targets.Select(values => values.Length)];
        var sums = new PooledSums([7, 7, 7, 8, N], FirstPeriods, lengths);
        (int Start, int End)[] parts = cut is { } at ? [(0, at), (at, Targets.Length)] : [(0, Targets.Length)];
        foreach (var (start, end) in parts)
        {
            using var panel = Panel(start, end);
            sums.Add(panel, 0, start);
        }

        var filled = new List<double[]>();
        foreach (var (start, end) in parts)
        {
            using var panel = Panel(start, end);
            sums.Fill(panel, pooled, 0, 1, start);
            for (var series = 0; series < end - start; series++) filled.Add(panel.Values(1, series).ToArray());
        }

        return [.. filled];
    }

    private static SeriesPanel Panel(int start, int end)
    {
        var panel = new SeriesPanel(
            Given.Daily, ["target", "p"], FirstPeriods.AsSpan(start, end - start), [.. Targets[start..end].Select(values => values.Length)]);
        for (var series = start; series < end; series++) Targets[series].CopyTo(panel.Values(0, series - start));
        return panel;
    }
}

file static class Columns
{
    public static void ShouldBeLike(this double[][] actual, params double[][] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var series = 0; series < expected.Length; series++) actual[series].ShouldBe(expected[series], $"series {series}");
    }
}
