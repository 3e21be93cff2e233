using System.Text;

namespace SecretMagic.Pipeline;

/// <summary>Draws a chart as SVG: the same chart gives the same bytes. The background is white, so it reads on dark pages too.</summary>
internal sealed class ChartSvg
{
    private const double Width = 1100, PlotHeight = 340, Right = 24, Bottom = 52, LetterWidth = 6.9, TitleLetter = 10, LegendLine = 22, LegendTop = 44;
    private const string Ink = "#24292f", Quiet = "#57606a", Faint = "#e6e8eb", Edge = "#8c959f";

    private readonly Chart _chart;
    private readonly SvgText _svg = new();
    private readonly ValueAxis _leftAxis;
    private readonly ValueAxis? _rightAxis;
    private readonly string[] _strokes;
    private readonly ChartLegend _legend;
    private readonly double _left;
    private readonly double _end;
    private readonly double _top;

    private ChartSvg(Chart chart)
    {
        _chart = chart;
        _leftAxis = ValueAxis.Of(chart.Lines.Where(line => !line.IsRight).Select(line => line.Values));
        _rightAxis = chart.Lines.Any(line => line.IsRight) ? ValueAxis.Of(chart.Lines.Where(line => line.IsRight).Select(line => line.Values)) : null;
        _strokes = ChartStyle.StrokesOf(chart.Lines.Select(line => line.Name));
        _left = 20 + LabelWidth(_leftAxis);
        _end = Width - (_rightAxis is null ? Right : 20 + LabelWidth(_rightAxis));
        _legend = ChartLegend.Of(chart, _end - _left, LetterWidth);
        _top = LegendTop + _legend.Lines * LegendLine + 10;
    }

    private double Base => _top + PlotHeight;

    /// <summary>The SVG document.</summary>
    public static string Draw(Chart chart)
    {
        var drawing = new ChartSvg(chart);
        drawing.Write();
        return drawing._svg.ToString();
    }

    private void Write()
    {
        var (width, height) = (SvgText.Number(Width), SvgText.Number(Base + Bottom));
        _svg.Open("svg", $"xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" "
            + "font-family=\"system-ui, 'Segoe UI', 'Liberation Sans', Arial, sans-serif\" font-size=\"13\"");
        _svg.Element("title", $"", _chart.Title);
        _svg.Element("rect", $"width=\"100%\" height=\"100%\" fill=\"#ffffff\"");
        var title = Cut(_chart.Title, (int)((_end - _left) / TitleLetter));
        _svg.Element("text", $"x=\"{_left}\" y=\"28\" font-size=\"17\" font-weight=\"600\" fill=\"{Ink}\"", title);
        _legend.Write(_svg, _left, LegendTop, LegendLine, _strokes, Ink);
        Bands();
        ValueTicks();
        TimeTicks();
        for (var line = 0; line < _chart.Lines.Length; line++) Lines(_chart.Lines[line], _strokes[line]);
        _svg.Close("svg");
    }

    private void Bands()
    {
        for (var mark = 0; mark < _chart.Marks.Length; mark++)
        {
            _svg.Open("g", $"class=\"mark\" fill=\"{ChartStyle.Fill(mark)}\" fill-opacity=\"0.75\"");
            foreach (var run in ValueRuns.Marked(_chart.Marks[mark].Values))
            {
                var (from, to) = (X(_chart.Times[run.Start], -0.5), X(_chart.Times[run.End.Value - 1], 0.5));
                _svg.Element("rect", $"x=\"{from}\" y=\"{_top}\" width=\"{to - from}\" height=\"{PlotHeight}\"");
            }

            _svg.Close("g");
        }
    }

    private void ValueTicks()
    {
        foreach (var tick in _leftAxis.Ticks)
        {
            var y = Y(_leftAxis, tick);
            var colour = tick == 0 ? Edge : Faint;
            _svg.Element("line", $"x1=\"{_left}\" x2=\"{_end}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{colour}\"");
            _svg.Element("text", $"x=\"{_left - 8}\" y=\"{y + 4.5}\" text-anchor=\"end\" fill=\"{Quiet}\"", _leftAxis.Label(tick));
        }

        if (_rightAxis is null) return;
        foreach (var tick in _rightAxis.Ticks)
        {
            var y = Y(_rightAxis, tick);
            _svg.Element("line", $"x1=\"{_end}\" x2=\"{_end + 5}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{Edge}\"");
            _svg.Element("text", $"x=\"{_end + 9}\" y=\"{y + 4.5}\" fill=\"{Quiet}\"", _rightAxis.Label(tick));
        }

        _svg.Element("line", $"x1=\"{_end}\" x2=\"{_end}\" y1=\"{_top}\" y2=\"{Base}\" stroke=\"{Edge}\"");
    }

    private void TimeTicks()
    {
        _svg.Element("line", $"x1=\"{_left}\" x2=\"{_end}\" y1=\"{Base}\" y2=\"{Base}\" stroke=\"{Edge}\"");
        foreach (var tick in TimeAxis.Ticks(_chart.Times[0], _chart.Times[^1], _chart.Step, (int)((_end - _left) / 72)))
        {
            var x = X(tick.Micros, 0);
            _svg.Element("line", $"x1=\"{x}\" x2=\"{x}\" y1=\"{Base}\" y2=\"{Base + 5}\" stroke=\"{Edge}\"");
            _svg.Element("text", $"x=\"{x}\" y=\"{Base + 20}\" text-anchor=\"middle\" fill=\"{Quiet}\"", tick.Text);
            if (tick.Context.Length > 0)
                _svg.Element("text", $"x=\"{x}\" y=\"{Base + 37}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"{Quiet}\"", tick.Context);
        }
    }

    /// <summary>A line a run of values; a value alone, between two gaps, is a dot.</summary>
    private void Lines(Chart.Line line, string stroke)
    {
        var axis = line.IsRight ? _rightAxis! : _leftAxis;
        var dashes = line.IsRight ? " stroke-dasharray=\"6 3\"" : "";
        _svg.Open("g", $"class=\"line\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{(line.Name == "target" ? "1.6" : "2")}\" "
            + $"stroke-linejoin=\"round\" stroke-linecap=\"round\"{dashes}");
        _svg.Element("title", $"", line.Name);
        foreach (var run in ValueRuns.Known(line.Values))
        {
            if (run.End.Value - run.Start.Value == 1 && !_chart.IsStepped)
            {
                var (x, y) = (X(_chart.Times[run.Start], 0), Y(axis, line.Values[run.Start]));
                _svg.Element("circle", $"cx=\"{x}\" cy=\"{y}\" r=\"2\" fill=\"{stroke}\" stroke=\"none\"");
            }
            else _svg.Element("polyline", $"points=\"{Points(axis, line.Values, run)}\"");
        }

        _svg.Close("g");
    }

    private string Points(ValueAxis axis, double[] values, Range run)
    {
        var points = new StringBuilder();
        for (var row = run.Start.Value; row < run.End.Value; row++)
        {
            var y = SvgText.Number(Y(axis, values[row]));
            if (points.Length > 0) points.Append(' ');
            if (_chart.IsStepped) points.Append($"{SvgText.Number(X(_chart.Times[row], -0.5))},{y} {SvgText.Number(X(_chart.Times[row], 0.5))},{y}");
            else points.Append($"{SvgText.Number(X(_chart.Times[row], 0))},{y}");
        }

        return points.ToString();
    }

    /// <summary>A row stands in the middle of its period, so that a band of one day has the day's value at its middle.</summary>
    private double X(long time, double periods)
    {
        var span = (double)(_chart.Times[^1] - _chart.Times[0]) / _chart.Step + 1;
        return _left + (_end - _left) * ((double)(time - _chart.Times[0]) / _chart.Step + 0.5 + periods) / span;
    }

    private double Y(ValueAxis axis, double value) => Base - PlotHeight * axis.Share(value);

    /// <summary>What has room of a title; the whole one stands in the document's title element.</summary>
    private static string Cut(string title, int letters) => title.Length <= letters ? title : title[..(letters - 1)].TrimEnd() + "…";

    private static double LabelWidth(ValueAxis axis) => LetterWidth * axis.Ticks.Max(tick => axis.Label(tick).Length) + 8;
}
