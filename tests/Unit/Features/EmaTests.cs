using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class EmaTests
{
    private const double N = double.NaN;
    private static readonly double[] Gapped = [N, N, 5, 7, N, 2, 1, 4];

    [Fact]
    public void A_missing_value_leaves_the_average_as_it_is() =>
        Ema(Gapped, ("alpha", 0.5)).ShouldBe([N, N, 5, 6, 6, 4, 2.5, 3.25]);

    [Fact]
    public void Adjusted_averages_divide_by_the_weights_seen() =>
        Ema(Gapped, ("alpha", 0.5), ("adjust", true))
            .ShouldAgreeWith([N, N, 5, 6.333333333, 6.333333333, 3.857142857, 2.333333333, 3.193548387], 1e-8);

    [Fact]
    public void By_position_older_values_lose_weight_over_a_missing_one()
    {
        Ema(Gapped, ("alpha", 0.5), ("ignore_na", false))
            .ShouldAgreeWith([N, N, 5, 6, 6, 3.333333333, 2.166666667, 3.083333333], 1e-8);
        Ema(Gapped, ("alpha", 0.5), ("ignore_na", false), ("adjust", true))
            .ShouldAgreeWith([N, N, 5, 6.333333333, 6.333333333, 3.181818182, 1.888888889, 3.033898305], 1e-8);
    }

    [Fact]
    public void The_weighted_deviation_is_corrected_for_bias()
    {
        double[] variances = [N, 8, 7.428571429, 11.542857143, 5.883870968, 3.760368664, 3.743532058];
        var set = Given.Set(Given.Entry("ema_std", ("alpha", 0.5), ("adjust", true)));

        Computed.Of(set, [1, 5, 7, 1, 2, 1, 4])["ema_std_0.5"].ShouldAgreeWith([.. variances.Select(Math.Sqrt)], 1e-9);
    }

    [Fact]
    public void A_constant_series_has_no_weighted_deviation() =>
        Computed.Of(Given.Set(Given.Entry("ema_std", ("alpha", 0.3))), [.. Enumerable.Repeat(0.1, 50)])["ema_std_0.3"].Skip(1)
            .ShouldAllBe(value => value == 0);

    [Fact]
    public void Under_decay_a_missing_value_is_no_sale() =>
        Ema(Gapped, ("alpha", 0.5), ("nan_strategy", "decay")).ShouldBe([N, N, 5, 6, 3, 2.5, 1.75, 2.875]);

    [Fact]
    public void Span_and_halflife_are_ways_to_say_alpha()
    {
        Ema(Gapped, ("span", 3)).ShouldBe(Ema(Gapped, ("alpha", 0.5)));
        Ema(Gapped, ("halflife", 1)).ShouldBe(Ema(Gapped, ("alpha", 0.5)));
    }

    [Fact]
    public void An_average_whose_last_value_is_too_old_is_unknown()
    {
        var set = Given.Set(Given.Entry("ema", ("alpha", 0.5), ("window_days", 2)));

        var computed = Computed.Of(set, [4, N, N, N, 8, N, 8]);

        computed["ema_0.5"].ShouldBe([4, 4, 4, N, 6, 6, 7]);
        computed.Reasons()[3].ShouldBe(NanReason.TooFewValid);
    }

    [Fact]
    public void A_decayed_average_below_the_threshold_is_dead_until_the_next_sale()
    {
        var set = Given.Set(Given.Entry("ema", ("alpha", 0.5), ("nan_strategy", "decay"), ("dead_below", 0.6), ("window_days", 5)));

        var computed = Computed.Of(set, [4, N, N, N, N, N, N, N, 8]);

        computed["ema_0.5"].ShouldBe([4, 2, 1, N, N, N, N, N, 4 + 4.0 / 256]);
        computed.Reasons()[3..8].ShouldAllBe(reason => reason == NanReason.Dead);
    }

    [Fact]
    public void Too_few_values_so_far_are_warmup()
    {
        var computed = Computed.Of(Given.Set(Given.Entry("ema", ("alpha", 0.5), ("min_samples", 2))), [N, 4, N, 4]);

        computed.Reasons().ShouldBe([NanReason.Warmup, NanReason.Warmup, NanReason.Warmup, NanReason.None]);
    }

    private static double[] Ema(double[] rows, params (string, object)[] parameters) =>
        Computed.Of(Given.Set(Given.Entry("ema", [.. parameters, ("name", "ema")])), rows)["ema"];
}
