using System.Xml.Linq;
using SecretMagic.Pipeline;

namespace SecretMagic.Unit.Plots;

/// <summary>A chart draws what is known, and nothing over a gap.</summary>
public sealed class ChartSvgTests
{
    private const double Nan = double.NaN;
    private const long Day = 86_400_000_000;

    [Theory]
    [InlineData("1 2 3", "0-3")]
    [InlineData("", "")]
    [InlineData("n n", "")]
    [InlineData("n 1 n 2 3 n n 4", "1-2 3-5 7-8")]
    [InlineData("0 n 0", "0-1 2-3")]
    public void Runs_are_the_longest_without_a_missing_value(string values, string expected) =>
        string.Join(' ', ValueRuns.Known(Values(values)).Select(run => $"{run.Start.Value}-{run.End.Value}")).ShouldBe(expected);

    [Fact]
    public void Marks_are_runs_of_ones() =>
        ValueRuns.Marked(Values("1 1 0 n 1")).ShouldBe([0..2, 4..5]);

    [Fact]
    public void A_line_stops_at_a_gap_and_a_value_alone_is_a_dot()
    {
        var svg = Draw(Chart("x", [1, 2, Nan, 3, Nan, 4, 5, 6]));
        Of(svg, "polyline").Select(line => Points(line).Length).ShouldBe([2, 3]);
        Of(svg, "circle").Length.ShouldBe(1);
    }

    [Fact]
    public void A_step_holds_its_value_for_the_whole_period()
    {
        var chart = Chart("x", [1, Nan, 3, 4]) with { IsStepped = true };
        var lines = Of(Draw(chart), "polyline").Select(Points).ToArray();
        lines.Select(points => points.Length).ShouldBe([2, 4]);
        var period = lines[0][1].X - lines[0][0].X;
        (lines[1][0].X - lines[0][1].X).ShouldBe(period, 0.05, "the gap is as long as its period");
        lines[1][1].X.ShouldBe(lines[1][2].X);
    }

    [Fact]
    public void Points_are_evenly_spaced_and_rise_with_their_values()
    {
        var points = Points(Of(Draw(Chart("x", [0, 50, 100])), "polyline")[0]);
        (points[1].X - points[0].X).ShouldBe(points[2].X - points[1].X, 0.02);
        (points[0].Y - points[1].Y).ShouldBe(170, 0.02);
        (points[1].Y - points[2].Y).ShouldBe(170, 0.02);
    }

    [Fact]
    public void Each_axis_has_its_own_scale()
    {
        var chart = Chart("left", [0, 100]);
        chart = chart with { Lines = [.. chart.Lines, new Chart.Line("right", [0, 0.5], IsRight: true)] };
        var lines = Of(Draw(chart), "polyline").Select(Points).ToArray();
        lines[0].ShouldBe(lines[1]);
    }

    [Fact]
    public void A_band_covers_its_days_and_no_more()
    {
        var chart = Chart("x", [1, 2, 3, 4]) with { Marks = [new Chart.Mark("m", [0, 1, 1, 0])] };
        var svg = Draw(chart);
        var points = Points(Of(svg, "polyline")[0]);
        var band = Of(svg, "g").Single(group => (string?)group.Attribute("class") == "mark").Elements().Single();
        var half = (points[1].X - points[0].X) / 2;
        ((double)band.Attribute("x")!).ShouldBe(points[1].X - half, 0.02);
        ((double)band.Attribute("width")!).ShouldBe(4 * half, 0.02);
    }

    [Fact]
    public void Any_title_and_name_is_escaped()
    {
        const string Odd = "<a href='x'>&\"\u0001\uFFFE{0}";
        var svg = Draw(Chart(Odd, [1, 2]) with { Title = Odd });
        Of(svg, "text").Count(text => text.Value == Odd.Replace('\u0001', '\uFFFD').Replace('\uFFFE', '\uFFFD')).ShouldBe(2, "the title and the legend");
    }

    [Fact]
    public void A_title_wider_than_the_chart_is_cut_and_stands_whole_in_the_document()
    {
        var title = string.Concat(Enumerable.Repeat("word ", 60)).TrimEnd();
        var svg = Draw(Chart("x", [1, 2]) with { Title = title });
        svg.Elements().First().Value.ShouldBe(title);
        var shown = Of(svg, "text")[0].Value;
        shown.ShouldEndWith("…");
        title.ShouldStartWith(shown[..^1]);
        shown.Length.ShouldBeLessThan(110);
    }

    [Fact]
    public void The_same_chart_gives_the_same_text_in_any_culture()
    {
        var first = ChartSvg.Draw(Chart("x", [1.5, 1234.56]));
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            var odd = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NumberDecimalSeparator = ",";
            odd.NumberFormat.NegativeSign = "~";
            System.Globalization.CultureInfo.CurrentCulture = odd;
            ChartSvg.Draw(Chart("x", [1.5, 1234.56])).ShouldBe(first);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static Chart Chart(string name, double[] values) => new(
        "a chart", [.. values.Select((_, row) => row * Day)], Day, IsStepped: false, [new Chart.Line(name, values, IsRight: false)], []);

    private static XElement Draw(Chart chart) => XDocument.Parse(ChartSvg.Draw(chart)).Root!;

    private static XElement[] Of(XElement svg, string name) => [.. svg.Descendants().Where(element => element.Name.LocalName == name)];

    private static (double X, double Y)[] Points(XElement line) =>
    [
        .. ((string)line.Attribute("points")!).Split(' ').Select(point => point.Split(','))
            .Select(pair => (Number(pair[0]), Number(pair[1]))),
    ];

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static double[] Values(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => value == "n" ? Nan : Number(value))];
}
