using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Features that depend on the period alone: computed once into a table over the panel's periods and copied from there.</summary>
internal sealed class TimeKernel(SeriesPanel panel) : Kernel
{
    private const int MaxPeriods = 16_384;

    private readonly List<(int Feature, TimeFormula Formula, double[] Values)> _members = [];
    private readonly int _length = Length(panel);
    private long _first;
    private bool _filled;

    public void Add(int feature, TimeFormula formula) => _members.Add((feature, formula, new double[_length]));

    public override void Run(Tile tile, Span<double> state)
    {
        var period = tile.Period;
        if (!_filled || period < _first || period + tile.Count > _first + _length) FillFrom(period, tile.Count);
        foreach (var (feature, _, values) in _members)
            tile.Writer.Write(feature, values.AsSpan((int)(period - _first), tile.Count), 0);
    }

    private static int Length(SeriesPanel panel)
    {
        var (first, end) = Range(panel);
        return (int)Math.Clamp(end - first, Tile.MaxRows, MaxPeriods);
    }

    private static (long First, long End) Range(SeriesPanel panel)
    {
        var (first, end) = (long.MaxValue, long.MinValue);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (panel.Length(series) == 0) continue;
            first = Math.Min(first, panel.FirstPeriod(series));
            end = Math.Max(end, panel.FirstPeriod(series) + panel.Length(series));
        }

        return first > end ? (0, 0) : (first, end);
    }

    private void FillFrom(long period, int count)
    {
        var first = Range(panel).First;
        _first = period + count <= first + _length ? first : period;
        foreach (var (_, formula, values) in _members) formula(panel.Grid, _first, values);
        _filled = true;
    }
}
