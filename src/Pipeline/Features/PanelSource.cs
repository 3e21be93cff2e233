using System.Collections.Immutable;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Panels of consecutive series, each small enough for a given amount of memory, filled from the view <c>rows</c> in whatever order its rows come.
/// An input that fits is read once; a larger one once a panel.
/// </summary>
internal sealed class PanelSource(DuckConnection connection, InputTable input, SalesLayout layout, ImmutableArray<string> columns, bool infiniteIsMissing)
{
    /// <summary>The ranges of series that make a panel of at most <paramref name="bytes"/> each; one series is never split.</summary>
    public IEnumerable<Range> Panels(long bytes)
    {
        var start = 0;
        long used = 0;
        for (var series = 0; series < layout.Count; series++)
        {
            var wanted = (long)layout.Lengths[series] * columns.Length * sizeof(double);
            if (series > start && used + wanted > bytes)
            {
                yield return start..series;
                (start, used) = (series, 0);
            }

            used += wanted;
        }

        yield return start..layout.Count;
    }

    /// <summary>Reads one panel. The caller disposes it.</summary>
    /// <param name="range">The series, by their numbers in the layout.</param>
    /// <param name="read">Told the number of rows read, now and then.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="InputException">Two rows have the same series and timestamp, a timestamp is off the grid, or a value is infinite.</exception>
    public SeriesPanel Read(Range range, Action<long> read, CancellationToken token)
    {
        var (start, count) = range.GetOffsetAndLength(layout.Count);
        var panel = new SeriesPanel(layout.Grid, columns, layout.FirstPeriods.AsSpan(start, count), layout.Lengths.AsSpan(start, count));
        try
        {
            Fill(panel, start, read, count == layout.Count, token);
            return panel;
        }
        catch
        {
            panel.Dispose();
            throw;
        }
    }

    private void Fill(SeriesPanel panel, int start, Action<long> read, bool whole, CancellationToken token)
    {
        var values = string.Concat(columns.Select(column => $", rows.{DuckSql.Identifier(column)}"));
        var part = whole
            ? ""
            : $" WHERE rows.series_id BETWEEN (SELECT series_id FROM layout WHERE code = {start}) "
              + $"AND (SELECT series_id FROM layout WHERE code = {start + panel.SeriesCount - 1})";
        using var reader = connection.Query($"SELECT code, epoch_us(timestamp){values} FROM rows JOIN layout USING (series_id){part}", token);
        var series = new int[DuckReader.LongestChunk];
        var positions = new int[DuckReader.LongestChunk];
        while (reader.Next(token))
        {
            var codes = reader.Values<int>(0);
            var times = reader.Values<long>(1);
            for (var row = 0; row < reader.Rows; row++)
            {
                if (!panel.Grid.TryPeriod(times[row], out var period))
                    throw SalesLayout.OffGrid(input, panel.Grid.Frequency, layout.KeyOf(codes[row]), times[row]);
                series[row] = codes[row] - start;
                positions[row] = panel.Claim(series[row], period);
                if (positions[row] < 0) throw Duplicate(codes[row], times[row], token);
            }

            for (var column = 0; column < columns.Length; column++)
            {
                var incoming = reader.Values<double>(column + 2);
                for (var row = 0; row < reader.Rows; row++)
                {
                    if (reader.IsNull(column + 2, row)) continue;
                    var value = incoming[row];
                    if (double.IsInfinity(value) && !infiniteIsMissing) throw Infinite(codes[row], times[row], column, value);
                    panel.Values(column, series[row])[positions[row]] = double.IsFinite(value) ? value : double.NaN;
                }
            }

            read(reader.Rows);
        }
    }

    private InputException Infinite(int series, long micros, int column, double value) => new(
        $"series '{layout.KeyOf(series)}' at {Time(micros)} is {value}; correct it, or set 'infinite: null' in the feature set to read it as missing",
        input.Given, column: columns[column]);

    private InputException Duplicate(int series, long micros, CancellationToken token)
    {
        var key = layout.KeyOf(series);
        var lines = input.LinesWhere(
            connection, $"series_id = {DuckSql.Literal(key)} AND epoch_us(TRY_CAST(timestamp AS TIMESTAMP)) = {micros}", token);
        var where = lines.Length > 1 ? $" (lines {string.Join(", ", lines)})" : "";
        return new InputException(
            $"series '{key}' has more than one row for {Time(micros)}{where}; remove them, or set 'duplicates: sum', 'last' or 'mean' in the feature set",
            input.Given, lines.Length > 1 ? lines[1] : null, "timestamp");
    }

    private static string Time(long micros) =>
        DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd HH:mm:ss").Replace(" 00:00:00", "");
}
