using SecretMagic.Pipeline;

namespace SecretMagic.Unit.Plots;

/// <summary>Ticks stand where a reader expects them and hold every value between them.</summary>
public sealed class AxisTests
{
    private const long Day = 86_400_000_000;

    [Theory]
    [InlineData(0, 97, "0 20 40 60 80 100")]
    [InlineData(13, 3114, "0 1,000 2,000 3,000 4,000")]
    [InlineData(0, 11, "0 2.5 5.0 7.5 10.0 12.5")]
    [InlineData(98, 101, "98 99 100 101")]
    [InlineData(-1, 1, "-1.0 -0.5 0 0.5 1.0")]
    [InlineData(-7, -2, "-8 -6 -4 -2 0")]
    [InlineData(0, 0.25, "0 0.05 0.10 0.15 0.20 0.25")]
    [InlineData(0, 0, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(5, 5, "0 1 2 3 4 5")]
    [InlineData(-5, -5, "-5 -4 -3 -2 -1 0")]
    [InlineData(0, 4e12, "0 1E+12 2E+12 3E+12 4E+12")]
    public void Ticks_of_values_are_nice_numbers(double least, double most, string expected)
    {
        var axis = ValueAxis.Of([[most, double.NaN, least]]);
        string.Join(' ', axis.Ticks.Select(axis.Label)).ShouldBe(expected);
    }

    [Fact]
    public void Every_value_lies_between_the_first_and_the_last_tick()
    {
        for (var round = 0; round < 2000; round++)
        {
            var scale = double.Parse($"1E{round % 25 - 12}", System.Globalization.CultureInfo.InvariantCulture);
            double[] values = [(round * 7919 % 997 / 997.0 - 0.3) * scale, (round * 104729 % 991 / 991.0 - 0.3) * scale];
            var axis = ValueAxis.Of([values]);
            foreach (var value in values) axis.Share(value).ShouldBeInRange(-1e-9, 1 + 1e-9, $"{values[0]}, {values[1]}");
            axis.Ticks.Length.ShouldBeInRange(2, 8);
            axis.Ticks.Select(axis.Label).Distinct().Count().ShouldBe(axis.Ticks.Length, $"{values[0]}, {values[1]}");
        }
    }

    [Fact]
    public void Columns_without_any_value_have_an_axis_too() => ValueAxis.Of([[double.NaN]]).Ticks[^1].ShouldBe(1, 1e-15);

    [Theory]
    [InlineData("2011-03-01", "2011-03-07", 1, "Mar 1/2011 Mar 2 Mar 3 Mar 4 Mar 5 Mar 6 Mar 7")]
    [InlineData("2011-03-01", "2011-04-15", 1, "Mar 7/2011 Mar 14 Mar 21 Mar 28 Apr 4 Apr 11")]
    [InlineData("2010-11-20", "2011-05-09", 1, "Dec/2010 Jan/2011 Feb Mar Apr May")]
    [InlineData("2010-11-15", "2013-08-01", 1, "Jan/2011 Apr Jul Oct Jan/2012 Apr Jul Oct Jan/2013 Apr Jul")]
    [InlineData("1990-01-01", "2014-01-01", 7, "Jan/1990 Jan/1995 Jan/2000 Jan/2005 Jan/2010")]
    [InlineData("2011-03-02", "2011-03-02", 1, "Mar 2/2011")]
    public void Ticks_of_days_are_days_Mondays_months_and_years(string first, string last, int days, string expected) =>
        Show(Micros(first), Micros(last), days * Day).ShouldBe(expected);

    [Fact]
    public void Ticks_of_hours_name_their_day_where_it_begins() =>
        Show(Micros("2011-03-01") + 6 * Day / 24, Micros("2011-03-02") + 12 * Day / 24, Day / 24)
            .ShouldBe("06:00/Mar 1 2011 09:00 12:00 15:00 18:00 21:00 00:00/Mar 2 2011 03:00 06:00 09:00 12:00");

    [Fact]
    public void Ticks_reach_from_the_first_year_to_the_last() =>
        TimeAxis.Ticks(Micros("0001-01-01"), Micros("9998-12-31"), Day, 20).Length.ShouldBeInRange(1, 20);

    private static string Show(long first, long last, long step) =>
        string.Join(' ', TimeAxis.Ticks(first, last, step, 11).Select(tick => tick.Text + (tick.Context.Length > 0 ? "/" + tick.Context : "")));

    private static long Micros(string day) => (DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture) - DateTime.UnixEpoch).Days * Day;
}
