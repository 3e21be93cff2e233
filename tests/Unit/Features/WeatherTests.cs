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
        coast["weather_temp_mean_ma_2"].ShouldBe([N, 10, 10, 20, 20, N], "a window behind the last day still holds it");
        coast["degree_days_18"].ShouldBe([N, 8, N, 0, N, N]);
        nowhere["weather_temp_mean"].ShouldAllBe(value => double.IsNaN(value));
        coast.Nulls("weather_temp_mean", NanReason.Missing).ShouldBe(4);
    }

    [Fact]
    public void Flags_have_bounds_and_columns()
    {
        var table = new DailyTable(["precipitation", "temp_max", "temp"], new Labels([""]), [100], [4]);
        new[] { 0.9, 1, N, 5 }.CopyTo(table.Values(0, 0));
        new[] { 30, 29.9, 12, N }.CopyTo(table.Values(1, 0));
        new[] { 0, -0.1, 2, 1.9 }.CopyTo(table.Values(2, 0));
        var frost = new ParameterValue.Map([new("bound", new ParameterValue.Number(2)), new("column", new ParameterValue.Text("temp"))]);
        var map = new ParameterValue.Map([new("rain", new ParameterValue.Number(0.9)), new("frost", frost)]);
        using var panel = Given.Panel(Given.Daily, 100, ("target", new double[5]));
        Computed Compute(object flags) => Computed.Of(
            Given.Plan(Given.Set(Given.Entry("weather", ("flags", flags))), Given.Sources() with { Weather = table }), panel);

        var computed = Compute(new[] { "rain", "heat" });
        computed["is_rain"].ShouldBe([0, 1, N, 1, N]);
        computed["is_heat"].ShouldBe([1, 0, 0, N, N]);
        computed.Nulls("is_rain", NanReason.Missing).ShouldBe(2);
        Compute(map)["is_rain"].ShouldBe([1, 1, N, 1, N]);
        Compute(map)["is_frost"].ShouldBe([1, 1, 0, 1, N]);
        FeaturePlan.Check(Given.Set(Given.Entry("weather", ("flags", new[] { "snow" })))).ShouldHaveSingleItem().Message.ShouldContain("rain, heat, frost");
    }

    [Fact]
    public void An_anomaly_is_the_distance_to_the_same_days_of_the_years_before()
    {
        // Three years; day d of year y has the value 1000 y + day of the year.
        var first = Given.Day(2021, 1, 1);
        var length = Given.Day(2024, 1, 1) - first;
        var table = new DailyTable(["temp_mean"], new Labels([""]), [first], [length]);
        for (var i = 0; i < length; i++)
            table.Values(0, 0)[i] = DateTime.UnixEpoch.AddDays(first + i) is var date ? 1000 * (date.Year - 2021) + date.DayOfYear : N;
        table.Values(0, 0)[Given.Day(2021, 6, 10) - first] = N;
        table.Values(0, 0)[Given.Day(2023, 6, 20) - first] = N;
        var entry = Given.Entry("weather", ("columns", new[] { "temp_mean" }), ("anomaly", true));
        using var panel = Given.Panel(Given.Daily, first, ("target", new double[length + 1]));
        var computed = Computed.Of(Given.Plan(Given.Set(entry), Given.Sources() with { Weather = table }), panel);
        double On(int year, int month, int day) => computed["weather_temp_mean_anomaly"][Given.Day(year, month, day) - first];

        On(2021, 12, 31).ShouldBe(N);
        computed.Nulls("weather_temp_mean_anomaly", NanReason.Warmup).ShouldBe(364);
        computed.Nulls("weather_temp_mean_anomaly", NanReason.Missing).ShouldBe(3);
        On(2022, 3, 1).ShouldBe(1000);
        On(2023, 3, 1).ShouldBe(1500);
        On(2022, 6, 10).ShouldBe(1000, 1e-9, "the missing day lies in the middle");
        On(2022, 6, 12).ShouldBe(1000 - 2 / 14.0, 1e-9, "14 of 15 days are known");
        On(2023, 6, 20).ShouldBe(N);

        // 30 December 2022 takes 23 to 31 December 2021, days 357 to 365: nothing of 2022 itself.
        On(2022, 12, 30).ShouldBe(1000 + 364 - 361, 1e-9);
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
