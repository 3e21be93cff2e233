using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

/// <summary>Elasticities that are drawn to the mean of their category.</summary>
public sealed class ElasticityTests
{
    private const double N = double.NaN;
    private const int Rows = 90;
    private const int Window = 30;
    private const string Mean = "price_elasticity_30_by_category";

    /// <summary>Two series of category 1 with elasticities of -3 and -2, one whose price never moves; one of category 2, and one of none.</summary>
    private static readonly (double Category, long First, double[] Prices, double[] Sales)[] Series =
    [
        (1, 100, Moving(5), Sold(Moving(5), -3)), (1, 110, Moving(3), Sold(Moving(3), -2)), (1, 105, Still, Sold(Still, -1)),
        (2, 100, Still, Sold(Still, -1)), (N, 100, Moving(4), Sold(Moving(4), -2.5)),
    ];

    [Fact]
    public void The_mean_of_a_category_weighs_each_slope_by_how_much_its_price_moved()
    {
        var means = Means(new ElasticityPool("price", "category", Window, -1, 20));

        // Period 160: row 60 of the first series, row 50 of the second.
        var (one, other) = (Spread(Series[0].Prices, 60), Spread(Series[1].Prices, 50));
        var expected = (-3 * one - 2 * other - 1 * 0.2) / (one + other + 0.2);
        means[0][60].ShouldBe(expected, 1e-9);
        means[1][50].ShouldBe(means[0][60]);
        means[2][55].ShouldBe(means[0][60], "what a series of the category is drawn to does not depend on the series");
        means[3].ShouldAllBe(value => double.IsNaN(value), "no price of the category has moved");
        means[4].ShouldAllBe(value => double.IsNaN(value), "a series without a category has none");
    }

    [Fact]
    public void Later_rows_change_no_mean_before_them()
    {
        var before = Means(new ElasticityPool("price", "category", Window, -1, 20));
        var after = Means(new ElasticityPool("price", "category", Window, -1, 20), changedFrom: 70);

        for (var series = 0; series < 3; series++)
        {
            var known = (int)(170 - Series[series].First);
            Bits(after[series][..known]).ShouldBe(Bits(before[series][..known]));
        }

        after[0][^1].ShouldNotBe(before[0][^1]);
    }

    [Fact]
    public void Any_cut_into_panels_gives_the_same_bits()
    {
        var pool = new ElasticityPool("price", "category", Window, -1, 20);
        foreach (var cut in new[] { 1, 2, 4 }) Means(pool, cut: cut).Select(values => Bits(values)).ShouldBe(Means(pool).Select(values => Bits(values)));
    }

    [Fact]
    public void An_elasticity_is_drawn_to_the_mean_and_to_the_prior_where_there_is_none()
    {
        double[] means = [.. Enumerable.Range(0, Rows).Select(i => i < 50 ? N : -2.5)];
        var (prices, sales) = (Series[0].Prices, Series[0].Sales);

        var drawn = Compute(Plan(("prior", -1.5), ("prior_rows", 50), ("prior_by", "category")), Still, sales, means);
        var moving = Compute(Plan(("prior_rows", 50), ("prior_by", "category")), prices, sales, means);

        drawn[..50].ShouldAllBe(value => Math.Abs(value + 1.5) < 1e-12);
        drawn[50..].ShouldAllBe(value => Math.Abs(value + 2.5) < 1e-12);
        moving[60].ShouldBe((-3 * Spread(prices, 60) - 2.5 * 0.5) / (Spread(prices, 60) + 0.5), 1e-9);
    }

    [Fact]
    public void A_row_that_is_computed_alone_is_given_the_mean_and_has_the_bits_of_the_batch()
    {
        var plan = Plan(("shift", 2), ("prior_by", "category"));
        double[] means = [.. Enumerable.Range(0, Rows).Select(i => i % 13 == 0 ? N : -1 - i / 70.0)];
        var (prices, sales) = (Series[0].Prices, Series[0].Sales);
        using var worker = plan.CreateOnlineWorker(Given.Daily, SeriesAttributes.None);
        using var block = new ColumnBlock(plan.Columns, Rows);
        var series = worker.Start(100);
        for (var row = 0; row < Rows; row++)
        {
            worker.Append(series, [sales[row], prices[row], means[row]], block, 0, row);
            if (row % 20 == 0) series = worker.Restore(series.Save());
        }

        var at = plan.Features.ToList().FindIndex(feature => feature.Name == "price_elasticity_30");
        Bits(block.Values<double>(at)[..Rows].ToArray()).ShouldBe(Bits(Compute(plan, prices, sales, means)));
        means[80] = -4;
        worker.Correct(series, 180, [sales[80], prices[80], means[80]], block, 0, 80);
        Bits(block.Values<double>(at)[..Rows].ToArray()).ShouldBe(Bits(Compute(plan, prices, sales, means)));
    }

    [Fact]
    public void Without_the_mean_the_plan_is_refused_and_the_way_out_is_told()
    {
        var set = Given.Set(Given.Entry("price", ("price", "price"), ("elasticity", new[] { Window }), ("prior_by", "category")));

        var finding = FeaturePlan.Compile(set, Given.Sources("target", "price")).Findings.ShouldHaveSingleItem();

        finding.Key.ShouldBe("prior_by");
        finding.Message.ShouldContain("column 'category' of the static table");
        finding.Message.ShouldContain(Mean);
        FeaturePlan.Check(Given.Set(Given.Entry("price", ("price", "price"), ("prior_by", "category")))).ShouldHaveSingleItem().Key.ShouldBe("prior_by");
    }

    [Fact]
    public void The_group_is_part_of_the_definition_and_of_what_is_known_ahead()
    {
        var feature = Plan(("shift", 3), ("prior_by", "category")).Features.Single(feature => feature.Name == "price_elasticity_30");

        feature.Canonical.ShouldContain("by=category");
        feature.Availability.ShouldBe(3);
    }

    private static double[] Still => [.. Enumerable.Repeat(2.0, Rows)];

    private static double[] Moving(int steps) => [.. Enumerable.Range(0, Rows).Select(i => 2 + i % steps * 0.25)];

    private static double[] Sold(double[] prices, double slope) => [.. prices.Select(price => 40 * Math.Pow(price, slope))];

    private static double Spread(double[] prices, int row)
    {
        var logs = prices[(row + 1 - Window)..(row + 1)].Select(price => Math.Log(price)).ToArray();
        return logs.Sum(log => Math.Pow(log - logs.Average(), 2));
    }

    private static FeaturePlan Plan(params (string, object)[] parameters) => Given.Plan(
        Given.Set(Given.Entry("price", [("price", "price"), ("elasticity", new[] { Window }), .. parameters])),
        Given.Sources("target", "price", Mean));

    private static double[] Compute(FeaturePlan plan, double[] prices, double[] sales, double[] means)
    {
        using var panel = Given.Panel(Given.Daily, 100, ("target", sales), ("price", prices), (Mean, means));
        var computed = Computed.Of(plan, panel, cuts: [1, Rows / 2])["price_elasticity_30"];
        return [.. computed.Select(value => double.IsNaN(value) ? 0 : value)];
    }

    private static double[][] Means(ElasticityPool pool, int? cut = null, int? changedFrom = null)
    {
        var slopes = new PooledSlopes(
            pool, [.. Series.Select(series => series.Category)], [.. Series.Select(series => series.First)], [.. Series.Select(series => series.Sales.Length)]);
        (int Start, int End)[] parts = cut is { } at ? [(0, at), (at, Series.Length)] : [(0, Series.Length)];
        foreach (var (start, end) in parts)
        {
            using var panel = Panel(start, end, changedFrom);
            slopes.Add(panel, 0, 1, start);
        }

        var means = new List<double[]>();
        foreach (var (start, end) in parts)
        {
            using var panel = Panel(start, end, changedFrom);
            slopes.Fill(panel, 2, start);
            for (var series = 0; series < end - start; series++) means.Add(panel.Values(2, series).ToArray());
        }

        return [.. means];
    }

    /// <summary>With sales that are others from period 100 + <paramref name="changedFrom"/> on.</summary>
    private static SeriesPanel Panel(int start, int end, int? changedFrom)
    {
        var panel = new SeriesPanel(
            Given.Daily, ["target", "price", Mean], [.. Series[start..end].Select(series => series.First)],
            [.. Series[start..end].Select(series => series.Sales.Length)]);
        for (var series = start; series < end; series++)
        {
            Series[series].Prices.CopyTo(panel.Values(1, series - start));
            var sales = panel.Values(0, series - start);
            Series[series].Sales.CopyTo(sales);
            if (changedFrom is not { } from) continue;
            for (var row = (int)(100 + from - Series[series].First); row < sales.Length; row++) sales[row] = 1 + row % 7;
        }

        return panel;
    }

    private static string Bits(double[] values) => string.Join(' ', values.Select(BitConverter.DoubleToInt64Bits));
}
