using SecretMagic.Features;
using static SecretMagic.Features.NanReason;

namespace SecretMagic.Unit.Features;

public sealed class IntermittentTests
{
    private const double N = double.NaN;
    private static readonly double[] Published = [6, 5, 0, 9, 2, 0, 14, 0, 0, 21, 0, 17];

    [Theory]
    [InlineData("adi_12", 1.714286)]
    [InlineData("cv2_12", 0.370343)]
    [InlineData("demand_class_12", 2)]
    [InlineData("sale_probability_12", 7 / 12.0)]
    [InlineData("sale_size_12", 74 / 7.0)]
    public void The_published_example_is_intermittent(string name, double expected) =>
        Computed.Of(Given.Set(Given.Entry("intermittent", ("windows", new[] { 12 }))), Published)[name][^1].ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData(new[] { 4.0, 5, 4, 5 }, 0)]
    [InlineData(new[] { 1.0, 30, 1, 1 }, 1)]
    [InlineData(new[] { 4.0, 0, 0, 5 }, 2)]
    [InlineData(new[] { 1.0, 0, 0, 30 }, 3)]
    public void Demand_has_four_classes(double[] rows, double expected) =>
        Column("demand_class", rows, 4)[^1].ShouldBe(expected);

    [Fact]
    public void Without_a_sale_only_the_probability_has_a_value()
    {
        Column("sale_probability", [0, 0, 3], 2).ShouldBe([0, 0, 0.5]);
        foreach (var column in new[] { "adi", "cv2", "demand_class", "sale_size" })
        {
            var computed = Computed.Of(Entry(column, 2), [0, 0, 3, N]);
            computed.Reasons()[1..].ShouldBe([Undefined, None, Missing], column);
        }
    }

    [Fact]
    public void A_missing_row_is_no_row() => Column("adi", [3, N, N, 0, 6], 5).ShouldBe([1, 1, 1, 2, 1.5]);

    [Fact]
    public void Equal_sizes_do_not_vary() => Column("cv2", [0.1, 0, 0.1, 1e9, 0.1, 0.1, 0, 0.1], 3)[6..].ShouldBe([0, 0]);

    [Fact]
    public void The_level_is_the_probability_times_the_size()
    {
        var set = Given.Set(Given.Entry("tsb", ("alpha", 0.5), ("beta", 0.5)));

        Computed.Of(set, [4, 0, 0, 8])["tsb_0.5_0.5"].ShouldBe([4, 2, 1, 3.75]);
        Computed.Of(set, [N, 0, 0, 8, N, 0])["tsb_0.5_0.5"].ShouldBe([N, N, N, 4, 4, 2]);
        Computed.Of(set, [N, 0, 4]).Reasons().ShouldBe([Warmup, Warmup, None]);
    }

    [Theory]
    [InlineData("days_since_sale", new[] { N, N, 0, 1, 2, 3, 0 })]
    [InlineData("zero_streak", new[] { N, 1, 0, 1, 1, 2, 0 })]
    [InlineData("age", new[] { N, 0.0, 1, 2, 3, 4, 5 })]
    public void Time_since_an_event_is_counted_in_rows(string type, double[] expected)
    {
        var computed = Computed.Of(Given.Set(Given.Entry(type)), [N, 0, 3, 0, N, 0, 2]);

        computed[type].ShouldBe(expected);
        computed.Reasons()[0].ShouldBe(Warmup);
    }

    [Fact]
    public void Under_decay_a_missing_row_is_a_zero() =>
        Computed.Of(Given.Set(Given.Entry("zero_streak", ("nan_strategy", "decay"))), [N, 0, 3, 0, N, 0, 2])["zero_streak"]
            .ShouldBe([N, 1, 0, 1, 2, 3, 0]);

    private static double[] Column(string column, double[] rows, int window) =>
        Computed.Of(Entry(column, window), rows)[$"{column}_{window}"];

    private static FeatureSet Entry(string column, int window) =>
        Given.Set(Given.Entry("intermittent", ("windows", new[] { window }), ("of", new[] { column })));
}
