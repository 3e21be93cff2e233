using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Panels of consecutive series, each small enough for a given amount of memory, filled from the view <c>rows</c> in whatever order its rows come.
/// An input that fits is read once; a larger one once a panel.
/// </summary>
/// <param name="connection">Where the view is.</param>
/// <param name="input">What messages are about.</param>
/// <param name="layout">Where the series lie.</param>
/// <param name="columns">The columns that are read.</param>
/// <param name="derived">Columns behind them that are left missing, to be filled later.</param>
/// <param name="infiniteIsMissing">False when an infinite value is an error.</param>
internal sealed class PanelSource(
    DuckConnection connection, InputTable input, SalesLayout layout, ImmutableArray<string> columns, ImmutableArray<string> derived, bool infiniteIsMissing)
{
    private readonly SeriesIndex _index = new(layout);

    /// <summary>Runs of parts that make a panel of at most <paramref name="bytes"/> each; one part is never split.</summary>
    public IEnumerable<ImmutableArray<Range>> Panels(long bytes) => Runs(layout.Parts(), bytes);

    /// <summary>Cuts parts that follow each other into runs of at most <paramref name="bytes"/>; one part is never split.</summary>
    public IEnumerable<ImmutableArray<Range>> Runs(IEnumerable<Range> all, long bytes)
    {
        var parts = ImmutableArray.CreateBuilder<Range>();
        long used = 0;
        foreach (var part in all)
        {
            var wanted = layout.Lengths[part].Sum(length => (long)length) * (columns.Length + derived.Length) * sizeof(double);
            if (parts.Count > 0 && used + wanted > bytes)
            {
                yield return parts.ToImmutable();
                parts.Clear();
                used = 0;
            }

            parts.Add(part);
            used += wanted;
        }

        if (parts.Count > 0) yield return parts.ToImmutable();
    }

    /// <summary>An empty panel for some series. The caller disposes it.</summary>
    /// <param name="range">The series, by their numbers in the layout.</param>
    public SeriesPanel Open(Range range)
    {
        var (start, count) = range.GetOffsetAndLength(layout.Count);
        var panel = new SeriesPanel(
            layout.Grid, [.. columns, .. derived], layout.FirstPeriods.AsSpan(start, count), layout.Lengths.AsSpan(start, count));

        // Memory that is new to the process is slow to come, and nobody else needs the cores yet.
        Parallel.For(0, count, series => _ = panel.Values(0, series));
        return panel;
    }

    /// <summary>Reads one panel to its end. The caller disposes it.</summary>
    public SeriesPanel Read(ImmutableArray<Range> parts, Action<long> read, CancellationToken token)
    {
        var panel = Open(parts[0].Start..parts[^1].End);
        try
        {
            Fill(panel, parts, _ => { }, read, token);
            return panel;
        }
        catch
        {
            panel.Dispose();
            throw;
        }
    }

    /// <summary>Reads the rows of one panel.</summary>
    /// <param name="panel">The panel, empty.</param>
    /// <param name="parts">Its parts, by the numbers of their series in the layout.</param>
    /// <param name="ready">Told each part once all its rows are there: of an input sorted by series, one after another; else all at the end.</param>
    /// <param name="read">Told the number of rows read, now and then.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="InputException">Two rows have the same series and timestamp, a timestamp is off the grid, or a value is infinite.</exception>
    public long Fill(SeriesPanel panel, ImmutableArray<Range> parts, Action<Range> ready, Action<long> read, CancellationToken token)
    {
        var start = parts[0].Start.Value;
        var values = string.Concat(columns.Select(column => $", {DuckSql.Identifier(column)}"));
        var part = panel.SeriesCount == layout.Count ? "" : $" WHERE series_id BETWEEN {Key(start)} AND {Key(start + panel.SeriesCount - 1)}";
        using var reader = connection.Query($"SELECT series_id, timestamp{values} FROM rows{part}", token);
        var awaited = new AwaitedParts(layout, parts, ready);
        var series = new int[DuckReader.LongestChunk];
        var runs = new List<Run>();
        var micros = new long[DuckReader.LongestChunk];
        long rows = 0;
        while (reader.Next(token))
        {
            _index.Find(reader, 0, series);
            var times = Times(reader, micros);
            Claim(panel, start, times, series, runs, token);
            for (var column = 0; column < columns.Length; column++) Put(panel, start, reader, column, times, runs);
            awaited.Filled(series.AsSpan(0, reader.Rows));
            read(reader.Rows);
            rows += reader.Rows;
        }

        return rows;
    }

    /// <summary>The timestamps of the rows; dates are read as such, for their conversion costs DuckDB as much as reading them.</summary>
    private static ReadOnlySpan<long> Times(DuckReader reader, long[] micros)
    {
        if (reader.Types[1] != DuckType.Date) return reader.Values<long>(1);
        var days = reader.Values<int>(1);
        for (var row = 0; row < days.Length; row++) micros[row] = days[row] * Frequency.Day.Micros;
        return micros.AsSpan(0, days.Length);
    }

    /// <summary>Cuts the rows of a chunk into runs of one series that are one step behind the other, and claims them.</summary>
    private void Claim(SeriesPanel panel, int start, ReadOnlySpan<long> times, ReadOnlySpan<int> series, List<Run> runs, CancellationToken token)
    {
        var step = panel.Grid.Frequency.Micros;
        runs.Clear();
        for (var row = 0; row < times.Length;)
        {
            if (!panel.Grid.TryPeriod(times[row], out var period))
                throw SalesLayout.OffGrid(input, panel.Grid.Frequency, layout.KeyOf(series[row]), times[row]);
            var end = row + 1;
            while (end < times.Length && series[end] == series[row] && times[end] - times[end - 1] == step) end++;
            var run = new Run(series[row], (int)(period - panel.FirstPeriod(series[row] - start)), row, end - row);
            var free = panel.Claim(run.Series - start, run.Position, run.Rows);
            if (free < run.Rows) throw Duplicate(run.Series, times[row + free], token);
            runs.Add(run);
            row = end;
        }
    }

    private void Put(SeriesPanel panel, int start, DuckReader reader, int column, ReadOnlySpan<long> times, List<Run> runs)
    {
        const int FirstValue = 2;
        var incoming = reader.Values<double>(column + FirstValue);
        var validity = reader.Validity(column + FirstValue);
        foreach (var run in runs)
        {
            var values = panel.Values(column, run.Series - start).Slice(run.Position, run.Rows);
            if (validity.IsEmpty && AreFinite(incoming.Slice(run.First, run.Rows)))
            {
                incoming.Slice(run.First, run.Rows).CopyTo(values);
                continue;
            }

            for (var at = 0; at < values.Length; at++)
            {
                var row = run.First + at;
                if (!validity.IsEmpty && (validity[row >> 6] >> (row & 63) & 1) == 0) continue;
                var value = incoming[row];
                if (double.IsInfinity(value) && !infiniteIsMissing) throw Infinite(run.Series, times[row], column, value);
                values[at] = double.IsFinite(value) ? value : double.NaN;
            }
        }
    }

    private static bool AreFinite(ReadOnlySpan<double> values)
    {
        var areFinite = true;
        ref var first = ref MemoryMarshal.GetReference(values);
        var at = 0;
        for (; at <= values.Length - Vector512<double>.Count; at += Vector512<double>.Count)
            areFinite &= Vector512.LessThanOrEqualAll(Vector512.Abs(Vector512.LoadUnsafe(ref first, (nuint)at)), Vector512.Create(double.MaxValue));
        foreach (var value in values[at..]) areFinite &= double.IsFinite(value);
        return areFinite;
    }

    private string Key(int series) => layout.Texts is null ? layout.Numbers[series].ToString() : DuckSql.Literal(layout.KeyOf(series));

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

    /// <summary>Rows of a chunk that fill neighbouring places of a series.</summary>
    /// <param name="Series">The series, by its number in the layout.</param>
    /// <param name="Position">Where the first one belongs in the series.</param>
    /// <param name="First">The first one in the chunk.</param>
    /// <param name="Rows">How many they are.</param>
    private readonly record struct Run(int Series, int Position, int First, int Rows);
}
