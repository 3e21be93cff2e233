using SecretMagic.Features;
using SecretMagic.Series;
using static SecretMagic.Features.NanReason;

namespace SecretMagic.Unit.Features;

public sealed class SeasonalTests
{
    private const double N = double.NaN;

    [Fact]
    public void A_seasonal_mean_looks_at_the_same_phase_and_not_at_the_row_itself()
    {
        var computed = Computed.Of(
            Given.Set(Given.Entry("seasonal_ma", ("period", 2), ("windows", new[] { 2 }))), [1, 5, 3, N, 8, 6]);

        computed["seasonal_ma_2_2"].ShouldBe([N, N, 1, 5, 2, 5]);
        computed.Reasons()[..2].ShouldBe([Warmup, Warmup]);
    }

    [Fact]
    public void A_seasonal_mean_without_a_known_value_has_too_few_once_its_seasons_lie_in_the_history() =>
        Computed.Of(Given.Set(Given.Entry("seasonal_ma", ("period", 2), ("windows", new[] { 1 }))), [N, 1, 2, 3]).Reasons()
            .ShouldBe([Warmup, Warmup, TooFewValid, None]);

    [Fact]
    public void Last_year_keeps_the_weekday_or_the_date()
    {
        var first = Given.Day(2023, 1, 1);
        var rows = Enumerable.Range(first, 1100).Select(day => (double)day).ToArray();
        var set = Given.Set(
            Given.Entry("seasonal_lag", ("years", new[] { 1, 2 })),
            Given.Entry("seasonal_lag", ("years", new[] { 1, 2 }), ("align", "date"), ("name", "date_{years}")));

        var computed = Computed.Of(set, rows, first);

        computed["seasonal_lag_1"][Given.Day(2025, 3, 1) - first].ShouldBe(Given.Day(2024, 3, 2));
        computed["seasonal_lag_2"][Given.Day(2025, 3, 1) - first].ShouldBe(Given.Day(2023, 3, 4));
        computed["date_1"][Given.Day(2024, 2, 29) - first].ShouldBe(Given.Day(2023, 2, 28));
        computed["date_1"][Given.Day(2024, 3, 1) - first].ShouldBe(Given.Day(2023, 3, 1));
        computed["date_1"][Given.Day(2025, 2, 28) - first].ShouldBe(Given.Day(2024, 2, 28));
        computed["date_1"][Given.Day(2025, 3, 1) - first].ShouldBe(Given.Day(2024, 3, 1));
        computed["date_2"][Given.Day(2025, 12, 31) - first].ShouldBe(Given.Day(2023, 12, 31));
        computed["date_1"][Given.Day(2023, 12, 31) - first].ShouldBe(N);
        computed["date_1"][Given.Day(2024, 1, 1) - first].ShouldBe(first);
    }

    [Fact]
    public void On_a_finer_grid_the_time_of_day_is_kept()
    {
        Frequency.TryParse("1h", out var hour).ShouldBeTrue();
        var first = 24L * Given.Day(2024, 1, 1);
        using var panel = Given.Panel(new TimeGrid(hour), first, ("target", [.. Enumerable.Range(0, 24 * 500).Select(i => (double)i)]));
        var set = Given.Set(
            Given.Entry("seasonal_lag", ("years", new[] { 1 })),
            Given.Entry("seasonal_lag", ("years", new[] { 1 }), ("align", "date"), ("name", "date"))) with
        { Frequency = hour };

        var computed = Computed.Of(Given.Plan(set), panel);

        var row = (int)(24L * Given.Day(2025, 3, 5) + 15 - first);
        computed["seasonal_lag_1"][row].ShouldBe(row - 364 * 24);
        computed["date"][row].ShouldBe(row - 365 * 24);
    }

    [Fact]
    public void A_grid_of_weeks_does_not_hold_every_date()
    {
        Frequency.TryParse("1w", out var week).ShouldBeTrue();
        var set = Given.Set(Given.Entry("seasonal_lag", ("years", new[] { 1 }), ("align", "date"))) with { Frequency = week };

        FeaturePlan.Compile(set, Given.Sources()).Findings.ShouldHaveSingleItem().Key.ShouldBe("align");
    }
}
