using SecretMagic.Features;
using static SecretMagic.Features.NanReason;

namespace SecretMagic.Unit.Features;

/// <summary>What rows without weight do to features, and what the presence column says.</summary>
public sealed class PresenceTests
{
    private const double N = double.NaN;
    private static readonly PresenceColumns Columns = new() { Stock = "stock", IsOpen = "open", ListedFrom = "launch", ListedTo = "end" };
    private static readonly FeatureSources Sources = Given.Sources("target", "stock", "open") with
    {
        Statics = [new StaticColumn("launch"), new StaticColumn("end")],
    };

    [Theory]
    [InlineData("missing")]
    [InlineData("decay")]
    public void Closed_rows_and_stock_outs_have_no_weight_under_either_strategy(string strategy)
    {
        var computed = Compute(
            [4, 0, 0, 8, 2], stock: [9, 0, 9, N, 9], open: [1, 1, 0, 1, N],
            Given.Entry("ma", ("windows", new[] { 3 }), ("nan_strategy", strategy)),
            Given.Entry("sum", ("windows", new[] { 3 }), ("min_samples", 2), ("nan_strategy", strategy)),
            Given.Entry("ema", ("alpha", 0.5), ("nan_strategy", strategy)),
            Given.Entry("lag", ("lags", new[] { 1 }), ("nan_strategy", strategy)));

        computed["ma_3"].ShouldBe([4, 4, 4, 8, 5]);
        computed["sum_3"].ShouldBe([N, N, N, N, 10]);
        computed["ema_0.5"].ShouldBe([4, 4, 4, 6, 4]);
        computed["lag_1"].ShouldBe([N, 4, N, N, 8]);
    }

    [Fact]
    public void A_stock_out_counts_where_the_set_says_so() =>
        Compute(
            Columns with { CountsStockOuts = true }, [4, 0, 2], [9, 0, 9], [1, 1, 1], SeriesAttributes.None,
            Given.Entry("ma", ("windows", new[] { 3 })))["ma_3"].ShouldBe([4, 2, 2]);

    [Fact]
    public void Rows_outside_the_listing_have_no_history_and_say_why()
    {
        var attributes = new SeriesAttributes { ListedFrom = [14_002], ListedTo = [14_004] };
        var entry = Given.Entry("ma", ("windows", new[] { 2 }));
        double[] ones = [1, 1, 1, 1, 1, 1];

        var computed = Compute(Columns, [5, 6, 1, 3, 5, 9], ones, ones, attributes, entry);

        computed["ma_2"].ShouldBe([N, N, 1, 2, 4, N]);
        computed.Reasons().ShouldBe([NotListed, NotListed, None, None, None, NotListed]);
        computed.Nulls("ma_2", NotListed).ShouldBe(3);
    }

    [Fact]
    public void Prices_keep_their_weight()
    {
        var computed = Compute(
            [4, 0, 2], stock: [9, 0, 9], open: [1, 1, 1], Given.Entry("lag", ("lags", new[] { 0 }), ("column", "stock"), ("name", "stock_now")));

        computed["stock_now"].ShouldBe([9, 0, 9]);
    }

    [Fact]
    public void The_presence_column_says_what_each_row_is()
    {
        var attributes = new SeriesAttributes { ListedFrom = [14_001] };
        var computed = Compute(
            Columns, [7, N, 5, 0, 0, N, N, N, N, 1, N], [1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1], attributes,
            Given.Entry("presence", ("nan_strategy", "decay"), ("dead_below", 1.0)));

        computed["presence"].Select(code => (Presence)(int)code).ShouldBe(
        [
            Presence.NotListed, Presence.Missing, Presence.Observed, Presence.StockOut, Presence.Closed, Presence.ImpliedZero,
            Presence.ImpliedZero, Presence.Dead, Presence.Dead, Presence.Observed, Presence.Missing,
        ]);
    }

    [Fact]
    public void What_has_died_comes_back_at_alive_above()
    {
        double[] rows = [4, N, N, 1.5, N, 4, 4, N, 1];
        var flapping = Given.Entry("ema", ("alpha", 0.5), ("nan_strategy", "decay"), ("dead_below", 1.1));
        var steady = Given.Entry("ema", ("alpha", 0.5), ("nan_strategy", "decay"), ("dead_below", 1.1), ("alive_above", 3.0));

        // 4, 2, 1, 1.25, 0.625, 2.3125, 3.15625, 1.578125, 1.2890625
        Computed.Of(Given.Set(flapping), rows).Reasons().ShouldBe([None, None, Dead, None, Dead, None, None, None, None]);
        Computed.Of(Given.Set(steady), rows).Reasons().ShouldBe([None, None, Dead, Dead, Dead, Dead, None, None, None]);
        var panel = Given.Panel(14_000, rows);
        var plan = Given.Plan(Given.Set(steady));
        Computed.Of(plan, panel, cuts: [1, 2, 3, 4, 5, 6, 7, 8]).ShouldHaveTheBitsOf(Computed.Of(plan, panel));
        panel.Dispose();
    }

    [Theory]
    [InlineData(0.5, 1.0, "dead_below (1) or more")]
    [InlineData(2.0, null, "set dead_below too")]
    public void A_threshold_of_life_needs_a_lower_one_of_death(double alive, double? dead, string expected)
    {
        (string, object)[] death = dead is { } below ? [("dead_below", below)] : [];
        FeaturePlan.Check(Given.Set(Given.Entry("ema", [("alpha", 0.5), ("nan_strategy", "decay"), ("alive_above", alive), .. death])))
            .ShouldHaveSingleItem().Message.ShouldContain(expected);
    }

    [Fact]
    public void Columns_that_are_not_there_are_named()
    {
        var set = Given.Set(Given.Entry("lag", ("lags", new[] { 1 }))) with { Presence = Columns };

        FeaturePlan.Compile(set, Given.Sources("target", "stock")).Findings.Select(finding => $"{finding.Entry} {finding.Key} {finding.Message}")
            .ShouldBe(
            [
                "-1 presence 'launch' is no column of the static table; none is given.",
                "-1 presence 'end' is no column of the static table; none is given.",
                "-1 presence The data have no column 'open'; give it in the sales or the known file.",
            ]);
    }

    private static Computed Compute(double[] target, double[] stock, double[] open, params FeatureEntry[] entries) =>
        Compute(Columns, target, stock, open, SeriesAttributes.None, entries);

    private static Computed Compute(
        PresenceColumns presence, double[] target, double[] stock, double[] open, SeriesAttributes attributes, params FeatureEntry[] entries)
    {
        using var panel = Given.Panel(Given.Daily, 14_000, ("target", target), ("stock", stock), ("open", open));
        var plan = Given.Plan(Given.Set(entries) with { Presence = presence }, Sources);
        var whole = Computed.Of(plan, panel, attributes);
        Computed.Of(plan, panel, attributes, cuts: [1, 2]).ShouldHaveTheBitsOf(whole);
        return whole;
    }
}
