using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>The names of lines and bands in rows above a chart.</summary>
internal sealed class ChartLegend
{
    private const double Swatch = 24, Gap = 26;

    private readonly ImmutableArray<Entry> _entries;

    private ChartLegend(ImmutableArray<Entry> entries) => _entries = entries;

    /// <summary>The rows it takes.</summary>
    public int Lines => _entries[^1].Row + 1;

    /// <summary>Lays the names out, left to right, in rows of some width.</summary>
    public static ChartLegend Of(Chart chart, double width, double letter)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        var (x, row) = (0.0, 0);
        foreach (var line in chart.Lines) Add(line.IsRight ? $"{line.Name} (right axis)" : line.Name, line);
        foreach (var mark in chart.Marks) Add(mark.Name, null);
        return new ChartLegend(entries.ToImmutable());

        void Add(string text, Chart.Line? line)
        {
            var taken = Swatch + 8 + letter * text.Length;
            if (x > 0 && x + taken > width) (x, row) = (0, row + 1);
            entries.Add(new Entry(x, row, text, line));
            x += taken + Gap;
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(SvgText svg, double left, double top, double lineHeight, string[] strokes, string ink)
    {
        svg.Open("g", "class=\"legend\"");
        var (lines, marks) = (0, 0);
        foreach (var entry in _entries)
        {
            var (x, y) = (left + entry.X, top + entry.Row * lineHeight + 8);
            if (entry.Line is null)
                svg.Element("rect", $"x=\"{x}\" y=\"{y - 6}\" width=\"{Swatch}\" height=\"12\" fill=\"{ChartStyle.Fill(marks++)}\"");
            else
            {
                var dashes = entry.Line.IsRight ? "6 3" : "none";
                var stroke = strokes[lines++];
                svg.Element(
                    "line", $"x1=\"{x}\" x2=\"{x + Swatch}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{stroke}\" stroke-width=\"2.5\" stroke-dasharray=\"{dashes}\"");
            }

            svg.Element("text", $"x=\"{x + Swatch + 8}\" y=\"{y + 4.5}\" fill=\"{ink}\"", entry.Text);
        }

        svg.Close("g");
    }

    private sealed record Entry(double X, int Row, string Text, Chart.Line? Line);
}
