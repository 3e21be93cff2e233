using System.Collections.Immutable;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

/// <summary>How far ahead features are known, and that none knows more than anybody can.</summary>
public sealed class HorizonTests
{
    private const double N = double.NaN;

    [Fact]
    public void Availability_is_the_distance_to_the_newest_row_that_is_read()
    {
        var plan = Given.Plan(Given.Set(
            Given.Entry("lag", ("lags", new[] { 0, 7 }), ("shift", 2)),
            Given.Entry("ma", ("windows", new[] { 28 }), ("shift", 1)),
            Given.Entry("diff", ("lags", new[] { 7 })),
            Given.Entry("seasonality", ("of", new[] { "month" }))));

        plan.Features.Select(feature => (feature.Name, feature.Availability)).ShouldBe(
            [("lag_0", 2), ("lag_7", 9), ("ma_28", 1), ("diff_7", 0), ("month", null)]);
    }

    [Fact]
    public void History_newer_than_a_horizon_has_a_variant_that_is_known_at_it()
    {
        var plan = Plan([7, 14], Given.Entry("lag", ("lags", new[] { 1, 7, 28 })), Given.Entry("ma", ("windows", new[] { 3 })));

        plan.Features.Select(feature => $"{feature.Name} {feature.Kind} {feature.Availability} {feature.Horizon}").ShouldBe(
        [
            "lag_1 Past 1 ", "lag_7 Known 7 7", "lag_28 Known 28 14",
            "lag_1_h7 Known 7 7", "lag_1_h14 Known 14 14", "lag_7_h14 Known 14 14",
            "ma_3 Past 0 ", "ma_3_h7 Known 7 7", "ma_3_h14 Known 14 14",
        ]);
        plan.Features[1].KindAt(14).ShouldBe(FeatureKind.Past, "what is known 7 steps ahead is not known 14 steps ahead");
        plan.Features.Single(feature => feature.Name == "ma_3_h14").Canonical.ShouldBe("target|missing|shift 14|ma w=3 min=1");
    }

    [Fact]
    public void A_variant_that_another_feature_equals_is_told()
    {
        var set = Given.Set(Given.Entry("lag", ("lags", new[] { 1, 7 })), Given.Entry("ma", ("windows", new[] { 3 }))) with { Horizons = [7] };

        var remark = FeaturePlan.Compile(set, Given.Sources()).Remarks.ShouldHaveSingleItem();

        (remark.Entry, remark.Message).ShouldBe((0, "lag_1_h7 equals lag_7: the same value on every row"));
    }

    [Fact]
    public void A_variant_has_the_bits_of_the_same_feature_with_its_shift()
    {
        double[] rows = [.. Enumerable.Range(0, 60).Select(i => i % 7 == 3 ? N : i * 1.7 % 11), N, N, N];
        FeatureEntry[] entries =
        [
            Given.Entry("std", ("windows", new[] { 5 })), Given.Entry("ema", ("alpha", 0.3)), Given.Entry("lag", ("lags", new[] { 2 })),
        ];
        var variants = Computed.Of(Given.Set(entries) with { Horizons = [3] }, rows);
        var shifted = Computed.Of(
            Given.Set(
                Given.Entry("std", ("windows", new[] { 5 }), ("shift", 3)), Given.Entry("ema", ("alpha", 0.3), ("shift", 3)),
                Given.Entry("lag", ("lags", new[] { 3 }))), rows);

        foreach (var (variant, plain) in new[] { ("std_5_h3", "std_5"), ("ema_0.3_h3", "ema_0.3"), ("lag_2_h3", "lag_3") })
            variants[variant].Select(BitConverter.DoubleToInt64Bits).ShouldBe(shifted[plain].Select(BitConverter.DoubleToInt64Bits), variant);
    }

    [Fact]
    public void What_is_known_ahead_goes_on_into_the_future_as_far_as_it_is_known()
    {
        var set = Given.Set(Given.Entry("lag", ("lags", new[] { 1, 3 })), Given.Entry("ma", ("windows", new[] { 2 }))) with { Horizons = [2] };

        var computed = Computed.Of(set, [1, 2, 3, 4, N, N, N]);

        computed["lag_1"].ShouldBe([N, 1, 2, 3, 4, N, N]);
        computed["lag_3"].ShouldBe([N, N, N, 1, 2, 3, 4]);
        computed["lag_1_h2"].ShouldBe([N, N, 1, 2, 3, 4, N]);
        computed["ma_2_h2"].ShouldBe([N, N, 1, 1.5, 2.5, 3.5, N]);
    }

    [Fact]
    public void The_history_of_a_planned_column_is_known_as_far_as_the_plan_goes()
    {
        var set = Given.Set(Given.Entry("ma", ("windows", new[] { 7 }), ("column", "price"), ("name", "price_ma"))) with { Horizons = [14] };
        var sources = Given.Sources("target", "price");

        Given.Plan(set, sources).Features.Select(feature => feature.Name).ShouldBe(["price_ma", "price_ma_h14"]);
        Given.Plan(set, sources with { Planned = ["price"] }).Features.ShouldHaveSingleItem().Kind.ShouldBe(FeatureKind.Known);
    }

    [Fact]
    public void Nothing_reads_newer_rows_than_it_says()
    {
        var set = Given.Set(
            Given.Entry("lag", ("lags", new[] { 0, 1, 7, 28 })), Given.Entry("diff", ("lags", new[] { 1, 7 })),
            Given.Entry("ma", ("windows", new[] { 2, 7 })), Given.Entry("sum", ("windows", new[] { 7 }), ("shift", 1)),
            Given.Entry("std", ("windows", new[] { 7 }), ("nan_strategy", "decay"), ("name", "s")),
            Given.Entry("min", ("windows", new[] { 7 })), Given.Entry("max", ("windows", new[] { 7 })),
            Given.Entry("ema", ("alpha", 0.5), ("nan_strategy", "decay"), ("dead_below", 0.01))) with
        { Horizons = [3, 14] };
        var plan = Given.Plan(set);
        double[] rows = [.. Enumerable.Range(0, 90).Select(i => i % 5 == 2 ? N : i * 3.1 % 17)];
        using var panel = Given.Panel(14_000, rows);
        var before = Computed.Of(plan, panel);
        foreach (var origin in new[] { 40, 52, 63 })
        {
            double[] other = [.. rows.Select((row, at) => at > origin ? 1000 + at : row)];
            using var changed = Given.Panel(14_000, other);
            var after = Computed.Of(plan, changed);
            foreach (var feature in plan.Features)
            {
                var end = origin + 1 + feature.Availability!.Value;
                after[feature.Name].Take(end).Select(BitConverter.DoubleToInt64Bits)
                    .ShouldBe(before[feature.Name].Take(end).Select(BitConverter.DoubleToInt64Bits), feature.Name);
            }
        }
    }

    [Fact]
    public void A_target_taken_for_a_plan_is_a_leak()
    {
        var set = Given.Set(Given.Entry("promo", ("flag", "target")));

        var finding = FeaturePlan.Check(set).First();

        finding.Message.ShouldContain("'target'");
        finding.Message.ShouldContain("nobody knows it ahead");
    }

    [Theory]
    [InlineData(-1, null, "1 steps after its row")]
    [InlineData(3, 7, "7 steps ahead")]
    [InlineData(3, null, "any time ahead")]
    [InlineData(3, 3, null)]
    [InlineData(14, 7, null)]
    [InlineData(null, 7, "for a plan")]
    public void A_feature_that_knows_more_than_it_reads_is_found(int? newest, int? said, string? leak)
    {
        var feature = new Feature("wrong", "lag", "", "") { Availability = said };
        var check = new LeakCheck(Given.Sources());
        ImmutableArray<InputRead> reads = [new("target", newest)];

        if (leak is null) check.Leak(feature, reads).ShouldBeNull();
        else check.Leak(feature, reads).ShouldNotBeNull().ShouldContain(leak);
    }

    private static FeaturePlan Plan(ImmutableArray<int> horizons, params FeatureEntry[] entries) =>
        Given.Plan(Given.Set(entries) with { Horizons = horizons });
}
