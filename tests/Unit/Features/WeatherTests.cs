using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

public sealed class WeatherTests
{
    private const double N = double.NaN;

    private static readonly FeatureEntry Entry = Given.Entry(
        "weather",
        ("columns", new[] { "temp_mean" }),
        ("rolling", new[] { 2 }),
        ("degree_days", new ParameterValue.Map([new("base", new ParameterValue.Number(18))])));

    [Fact]
    public void Weather_joins_by_day_and_location()
    {
        var table = new DailyTable(["temp_mean"], new Labels(["coast", "hills"]), [100, 101], [3, 4]);
        new[] { 10.0, N, 20 }.CopyTo(table.Values(0, 0));
        new[] { 1.0, 2, 3, 4 }.CopyTo(table.Values(0, 1));
        var plan = Given.Plan(Given.Set(Entry), Given.Sources() with { Weather = table });
        using var panel = new SeriesPanel(Given.Daily, ["target"], [99, 99, 99], [6, 6, 6]);
        var places = SeriesAttributes.None with { Locations = [1, 0, -1] };

        var (hills, coast, nowhere) = (
            Computed.Of(plan, panel, places, series: 0),
            Computed.Of(plan, panel, places, series: 1),
            Computed.Of(plan, panel, places, series: 2));

        hills["weather_temp_mean"].ShouldBe([N, N, 1, 2, 3, 4]);
        hills["weather_temp_mean_ma_2"].ShouldBe([N, N, 1, 1.5, 2.5, 3.5]);
        hills["degree_days_18"].ShouldBe([N, N, 17, 16, 15, 14]);
        coast["weather_temp_mean"].ShouldBe([N, 10, N, 20, N, N]);
        coast["weather_temp_mean_ma_2"].ShouldBe([N, 10, 10, 20, N, N]);
        coast["degree_days_18"].ShouldBe([N, 8, N, 0, N, N]);
        nowhere["weather_temp_mean"].ShouldAllBe(value => double.IsNaN(value));
        coast.Nulls("weather_temp_mean", NanReason.Missing).ShouldBe(4);
    }

    [Fact]
    public void Hours_have_the_weather_of_their_day()
    {
        var table = new DailyTable(["temp_mean"], new Labels([""]), [100], [2]);
        new[] { 10.0, 20 }.CopyTo(table.Values(0, 0));
        var hour = Frequency.All[3];
        var plan = Given.Plan(Given.Set(Entry) with { Frequency = hour }, Given.Sources() with { Weather = table });
        using var panel = Given.Panel(new TimeGrid(hour), 100 * 24 + 22, ("target", new double[4]));

        Computed.Of(plan, panel)["weather_temp_mean"].ShouldBe([10, 10, 20, 20]);
    }

    [Fact]
    public void Without_weather_an_entry_is_wrong_or_left_out()
    {
        FeaturePlan.Compile(Given.Set(Entry), Given.Sources()).Findings.ShouldHaveSingleItem().Message.ShouldContain("weather table");

        var optional = Entry with { Parameters = Entry.Parameters.Add("optional", new ParameterValue.Flag(true)) };
        var compiled = FeaturePlan.Compile(Given.Set(optional), Given.Sources());
        compiled.Plan.ShouldNotBeNull().Features.ShouldBeEmpty();
        compiled.Notes.ShouldHaveSingleItem().Message.ShouldContain("none is given");
    }
}
