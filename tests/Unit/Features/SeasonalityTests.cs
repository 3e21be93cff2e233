using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

public sealed class SeasonalityTests
{
    private static readonly string[] Parts = ["day_of_week", "day_of_month", "day_of_year", "week_of_year", "month", "quarter"];

    [Theory]
    [InlineData(2024, 2, 29, 3, 29, 60, 9, 2, 1)] // a leap day, a Thursday
    [InlineData(2024, 12, 31, 1, 31, 366, 1, 12, 4)] // ISO: already week 1 of 2025
    [InlineData(2021, 1, 1, 4, 1, 1, 53, 1, 1)] // ISO: still week 53 of 2020
    [InlineData(2020, 12, 28, 0, 28, 363, 53, 12, 4)]
    [InlineData(1969, 12, 31, 2, 31, 365, 1, 12, 4)] // before the epoch
    [InlineData(2023, 1, 1, 6, 1, 1, 52, 1, 1)] // a Sunday
    public void Dates_have_their_parts(int year, int month, int day, params int[] expected)
    {
        var set = Given.Set(Given.Entry("seasonality", ("of", Parts)));

        var computed = Computed.Of(set, [1], Given.Day(year, month, day));

        Parts.Select(part => computed[part][0]).ShouldBe(expected.Select(value => (double)value));
    }

    [Fact]
    public void Hours_exist_on_grids_finer_than_a_day()
    {
        var hourly = Given.Set(Given.Entry("seasonality", ("of", new[] { "hour", "day_of_week" }))) with { Frequency = Frequency.All[3] };
        using var panel = Given.Panel(new TimeGrid(Frequency.All[3]), 24 * Given.Day(2024, 2, 29) + 22, ("target", [1, 1, 1]));

        var computed = Computed.Of(Given.Plan(hourly), panel);

        computed["hour"].ShouldBe([22, 23, 0]);
        computed["day_of_week"].ShouldBe([3, 3, 4]);
        FeaturePlan.Check(hourly with { Frequency = Frequency.Day })[0].Message.ShouldContain("no hours");
    }

    [Fact]
    public void Fourier_phases_come_from_the_date_not_from_the_row()
    {
        var terms = new ParameterValue.Map([new("7", new ParameterValue.Number(3)), new("365.25", new ParameterValue.Number(2))]);
        var plan = Given.Plan(Given.Set(Given.Entry("seasonality", ("fourier", terms))));
        using var whole = Given.Panel(15_000, new double[400]);
        using var later = Given.Panel(15_123, new double[277]);

        var (early, late) = (Computed.Of(plan, whole), Computed.Of(plan, later));

        plan.Features.Length.ShouldBe(10);
        plan.Features[^1].Name.ShouldBe("fourier_365.25_cos_2");
        foreach (var feature in plan.Features) late[feature.Name].ShouldBe(early[feature.Name][123..]);
        early["fourier_7_sin_2"][5].ShouldBe(Math.Sin(2 * Math.PI * ((15_005 * 2) % 7) / 7), 1e-15);
    }
}
