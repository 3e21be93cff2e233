using SecretMagic.Features;
using SecretMagic.Series;
using static SecretMagic.Features.NanReason;

namespace SecretMagic.Unit.Features;

public sealed class NanReasonTests
{
    private const double N = double.NaN;

    [Fact]
    public void A_lag_is_warming_up_before_the_history_and_missing_inside_it() =>
        Reasons([1, N, 3, 4], "lag", ("lags", new[] { 1 })).ShouldBe([Warmup, None, Missing, None]);

    [Fact]
    public void A_decaying_lag_is_warming_up_until_the_first_known_value() =>
        Reasons([N, N, 3, N, 5], "lag", ("lags", new[] { 1 }), ("nan_strategy", "decay")).ShouldBe([Warmup, Warmup, Warmup, None, None]);

    [Fact]
    public void A_difference_with_a_missing_value_is_missing() =>
        Reasons([1, N, 3, 4], "diff", ("lags", new[] { 1 })).ShouldBe([Warmup, Missing, Missing, None]);

    [Fact]
    public void A_window_has_too_few_values_only_inside_the_history() =>
        Reasons([1, N, N, N, 5, 6], "ma", ("windows", new[] { 3 }), ("min_samples", 2))
            .ShouldBe([Warmup, Warmup, TooFewValid, TooFewValid, TooFewValid, None]);

    [Fact]
    public void A_decaying_window_warms_up_from_the_first_known_value() =>
        Reasons([N, 2, N, N, 5], "ma", ("windows", new[] { 3 }), ("min_samples", 2), ("nan_strategy", "decay"))
            .ShouldBe([Warmup, Warmup, None, None, None]);

    [Fact]
    public void A_decaying_window_below_the_threshold_is_dead() =>
        Reasons([2, N, N, N, 5], "ma", ("windows", new[] { 2 }), ("nan_strategy", "decay"), ("dead_below", 0.5))
            .ShouldBe([None, None, Dead, Dead, None]);

    [Theory]
    [InlineData("diff", "lags", 1)]
    [InlineData("sum", "windows", 3)]
    [InlineData("std", "windows", 3)]
    public void The_future_is_missing(string type, string key, int value) =>
        Reasons([1, 2, 3, N, N], type, (key, new[] { value }))[3..].ShouldBe([Missing, Missing]);

    [Fact]
    public void A_shift_moves_the_whole_feature_into_the_future()
    {
        var set = Given.Set(Given.Entry("ma", ("windows", new[] { 2 }), ("shift", 2)), Given.Entry("ema", ("alpha", 0.5), ("shift", 2)));

        var computed = Computed.Of(set, [2, 4, 8, N, N, N]);

        computed["ma_2"].ShouldBe([N, N, 2, 3, 6, N]);
        computed["ema_0.5"].ShouldBe([N, N, 2, 3, 5.5, N]);
        computed.Reasons().ShouldBe([Warmup, Warmup, None, None, None, Missing]);
    }

    [Fact]
    public void A_row_has_the_reasons_of_all_its_features_and_each_is_counted()
    {
        var set = Given.Set(Given.Entry("lag", ("lags", new[] { 1, 3 })), Given.Entry("std", ("windows", new[] { 2 })));

        var computed = Computed.Of(set, [1, N, 3, 4, 5]);

        computed.HistoryState.ShouldBe([1, 1 | 2, 1 | 2 | 4, 0, 4]);
        computed.Nulls("lag_1", Missing).ShouldBe(1);
        computed.Nulls("lag_3", Warmup).ShouldBe(3);
        computed.Nulls("std_2", TooFewValid).ShouldBe(2);
        computed.Nulls("std_2", Dead).ShouldBe(0);
    }

    [Fact]
    public void A_result_too_large_for_its_column_is_undefined()
    {
        var set = Given.Set(Given.Entry("sum", ("windows", new[] { 2 })))
            with
        { Defaults = new FeatureDefaults { Type = ColumnType.Float32 } };

        var computed = Computed.Of(set, [1e30, 1e39, 1e30]);

        computed["sum_2"].ShouldBe([(float)1e30, N, N]);
        computed.Reasons().ShouldBe([None, Undefined, Undefined]);
    }

    [Fact]
    public void Singles_are_doubles_rounded_once()
    {
        var rows = Enumerable.Range(0, 100).Select(i => i % 9 == 4 ? N : i / 3.0).ToArray();
        var doubles = Given.Set(Given.Entry("lag", ("lags", new[] { 1 })), Given.Entry("std", ("windows", new[] { 7 })));
        var singles = doubles with { Defaults = new FeatureDefaults { Type = ColumnType.Float32 } };

        foreach (var name in new[] { "lag_1", "std_7" })
            Computed.Of(singles, rows)[name].ShouldBe(Computed.Of(doubles, rows)[name].Select(value => (double)(float)value));
    }

    private static NanReason[] Reasons(double[] rows, string type, params (string, object)[] parameters) =>
        Computed.Of(Given.Set(Given.Entry(type, parameters)), rows).Reasons();
}
