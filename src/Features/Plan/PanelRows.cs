using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Whole series of a panel. The history of a column ends with its last value.</summary>
internal sealed class PanelRows(SeriesPanel panel) : SeriesRows
{
    private readonly (int Series, int First, int Last)[] _known = [.. panel.Columns.Select(_ => (-1, 0, 0))];
    private int _series;

    /// <summary>Which rows have weight; null when all have.</summary>
    public PresenceRule? Presence { get; set; }

    public override int Position => _series;

    public override long FirstPeriod => panel.FirstPeriod(_series);

    public override int First => 0;

    public override int Count => panel.Length(_series);

    public void Select(int series) => _series = series;

    public override ReadOnlySpan<double> Values(int column) => panel.Values(column, _series);

    public override int FirstKnown(int column) => Known(column).First;

    public override int LastKnown(int column) => Known(column).Last;

    private (int Series, int First, int Last) Known(int column)
    {
        if (_known[column].Series == _series) return _known[column];
        var values = Values(column);
        var (first, last) = (0, values.Length - 1);
        while (first < values.Length && (double.IsNaN(values[first]) || Presence?.Covers(column, first) == true)) first++;
        while (last >= 0 && double.IsNaN(values[last])) last--;
        return _known[column] = (_series, first, last);
    }
}
