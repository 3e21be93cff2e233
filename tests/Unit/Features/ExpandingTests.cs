using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class ExpandingTests
{
    private const double N = double.NaN;

    [Theory]
    [InlineData("expanding_mean", new[] { N, 1, 1.5, 1.5, 3 })]
    [InlineData("expanding_sum", new[] { N, 1.0, 3, 3, 9 })]
    [InlineData("expanding_std", new[] { N, N, 0.70710678118654757, 0.70710678118654757, 2.6457513110645907 })]
    [InlineData("expanding_min", new[] { N, 1.0, 1, 1, 1 })]
    [InlineData("expanding_max", new[] { N, 1.0, 2, 2, 6 })]
    [InlineData("expanding_count", new[] { 0.0, 1, 2, 2, 3 })]
    public void A_missing_value_is_left_out(string type, double[] expected) =>
        Computed.Of(Given.Set(Given.Entry(type)), [N, 1, 2, N, 6])[type].ShouldAgreeWith(expected, 1e-15);

    [Fact]
    public void Too_few_values_so_far_are_warmup() =>
        Computed.Of(Given.Set(Given.Entry("expanding_mean", ("min_samples", 2))), [N, 1, N, 6]).Reasons()
            .ShouldBe([NanReason.Warmup, NanReason.Warmup, NanReason.Warmup, NanReason.None]);

    [Fact]
    public void Under_decay_nothing_is_counted_before_the_first_known_value() =>
        Computed.Of(Given.Set(Given.Entry("expanding_count", ("nan_strategy", "decay"))), [N, 1, N, 6])["expanding_count"]
            .ShouldBe([N, 1, 2, 3]);

    [Fact]
    public void A_constant_series_deviates_by_exactly_zero() =>
        Computed.Of(Given.Set(Given.Entry("expanding_std")), [.. Enumerable.Repeat(0.1, 300)])["expanding_std"].Skip(1)
            .ShouldAllBe(value => value == 0);

    [Fact]
    public void The_mean_forgets_no_small_value_beside_a_large_one() =>
        Computed.Of(Given.Set(Given.Entry("expanding_sum")), [1, 1e100, 1, -1e100])["expanding_sum"][3].ShouldBe(2);

    [Fact]
    public void Means_of_integers_are_their_sum_divided_once() =>
        Prop.ForAll<int[]>(values =>
        {
            var means = Computed.Of(Given.Set(Given.Entry("expanding_mean")), [.. values.Select(value => (double)value)])["expanding_mean"];
            var sum = 0L;
            for (var t = 0; t < values.Length; t++) means[t].ShouldBe((sum += values[t]) / (t + 1.0));
        }).QuickCheckThrowOnFailure();
}
