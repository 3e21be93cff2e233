using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>Walks some consecutive series of a panel year by year: all rows of the first year, series by series, then those of the next.</summary>
internal sealed class PartCursor(SeriesPanel panel, int start, int count)
{
    private readonly int[] _next = new int[count];
    private int _series;
    private long _yearEnd;

    /// <summary>The years in which any of the series has rows, ascending.</summary>
    public IEnumerable<int> Years()
    {
        int first = int.MaxValue, last = int.MinValue;
        for (var series = start; series < start + count; series++)
        {
            if (panel.Length(series) == 0) continue;
            first = Math.Min(first, YearOf(panel.FirstPeriod(series)));
            last = Math.Max(last, YearOf(panel.FirstPeriod(series) + panel.Length(series) - 1));
        }

        for (var year = first; year <= last; year++)
            if (HasRows(year)) yield return year;
    }

    /// <summary>Goes to the first series' rows that are left, up to a year's end. Years come in ascending order.</summary>
    public void Begin(int year)
    {
        _series = 0;
        _yearEnd = FirstPeriodOf(year + 1);
    }

    /// <summary>The next rows of the year, at most so many, of one series; null when the year is done.</summary>
    public Slice? Take(int rows)
    {
        for (; _series < count; _series++)
        {
            var series = start + _series;
            var end = (int)Math.Min(panel.Length(series), Math.Max(0, _yearEnd - panel.FirstPeriod(series)));
            var from = _next[_series];
            if (from >= end) continue;
            var taken = Math.Min(rows, end - from);
            _next[_series] += taken;
            return new Slice(series, from, taken);
        }

        return null;
    }

    private bool HasRows(int year)
    {
        var (begin, end) = (FirstPeriodOf(year), FirstPeriodOf(year + 1));
        for (var series = start; series < start + count; series++)
        {
            var first = panel.FirstPeriod(series);
            if (first < end && first + panel.Length(series) > begin) return true;
        }

        return false;
    }

    private long FirstPeriodOf(int year) => panel.Grid.FirstPeriodFrom((new DateTime(year, 1, 1) - DateTime.UnixEpoch).Days);

    private int YearOf(long period) => DateTime.UnixEpoch.AddDays(panel.Grid.DayOf(period)).Year;

    /// <summary>Consecutive rows of a series.</summary>
    /// <param name="Series">The series, by its number in the panel.</param>
    /// <param name="From">The first row, by its position in the series.</param>
    /// <param name="Count">The number of rows.</param>
    public readonly record struct Slice(int Series, int From, int Count);
}
