using System.Collections.Immutable;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Where every series of an input lies: its key, its first period and its length on the grid. It is found by one pass over the input, before any
/// value is kept, so that panels of any part of the series can be laid out and filled from rows in any order.
/// </summary>
internal sealed class SalesLayout
{
    /// <summary>A series with fewer rows than this part of its span, in a span longer than <see cref="LongestGaps"/>, has a wrong timestamp.</summary>
    private const int SparsestRows = 100;
    private const int LongestGaps = 100_000;

    private SalesLayout(TimeGrid grid, ImmutableArray<string>? texts, long[] numbers, long[] firstPeriods, int[] lengths, int[] filled)
    {
        Grid = grid;
        Texts = texts;
        Numbers = numbers;
        FirstPeriods = firstPeriods;
        Lengths = lengths;
        Filled = filled;
        FilledRows = filled.Sum(rows => (long)rows);
        GridRows = lengths.Sum(length => (long)length);
    }

    /// <summary>The grid of every series.</summary>
    public TimeGrid Grid { get; }

    /// <summary>[series] the keys, ascending, when they are texts.</summary>
    public ImmutableArray<string>? Texts { get; }

    /// <summary>[series] the keys, ascending, when they are numbers; else empty.</summary>
    public long[] Numbers { get; }

    /// <summary>[series] the period of the first row.</summary>
    public long[] FirstPeriods { get; }

    /// <summary>[series] the number of rows on the grid, gaps included.</summary>
    public int[] Lengths { get; }

    /// <summary>[series] the number of rows in the input; the others on the grid are gaps.</summary>
    public int[] Filled { get; }

    /// <summary>The rows of all series in the input.</summary>
    public long FilledRows { get; }

    /// <summary>The number of series.</summary>
    public int Count => Lengths.Length;

    /// <summary>The rows of all series on the grid.</summary>
    public long GridRows { get; }

    /// <summary>
    /// Runs of consecutive series that are computed and written together: large enough for good files, small enough to keep every core busy to the
    /// end. They depend on the data alone, so the files do too.
    /// </summary>
    public IEnumerable<Range> Parts()
    {
        var wanted = Math.Clamp(GridRows / 8, 250_000, 2_000_000);
        var start = 0;
        long rows = 0;
        for (var series = 0; series < Count; series++)
        {
            rows += Lengths[series];
            if (rows < wanted) continue;
            yield return start..(series + 1);
            (start, rows) = (series + 1, 0);
        }

        if (start < Count) yield return start..Count;
    }

    /// <summary>The key of a series as text.</summary>
    public string KeyOf(int series) => Texts is { } texts ? texts[series] : Numbers[series].ToString();

    /// <summary>
    /// Reads the layout of the view <c>rows</c> and leaves it behind as the temporary table <c>layout</c>, which numbers the series in the order of
    /// their keys.
    /// </summary>
    /// <exception cref="InputException">A timestamp is off the grid, or far from all others.</exception>
    public static SalesLayout Read(
        DuckConnection connection, InputTable input, bool numericKey, Frequency frequency, string? zone, CancellationToken token)
    {
        connection.Execute(
            """
            CREATE OR REPLACE TEMP TABLE layout AS
                SELECT (row_number() OVER (ORDER BY series_id) - 1)::INTEGER AS code, *
                FROM (SELECT series_id, count(*) AS rows, min(timestamp)::TIMESTAMP AS first, max(timestamp)::TIMESTAMP AS last
                      FROM rows GROUP BY series_id)
            """, token);

        var count = checked((int)connection.Scalar<long>("SELECT count(*) FROM layout", token)!.Value);
        var texts = numericKey ? null : ImmutableArray.CreateBuilder<string>(count);
        var numbers = new long[numericKey ? count : 0];
        var firsts = new long[count];
        var lengths = new int[count];
        var filled = new int[count];
        TimeGrid? grid = null;
        var series = 0;
        using var reader = connection.Query("SELECT series_id, first, last, rows FROM layout ORDER BY code", token);
        while (reader.Next(token))
        {
            var first = reader.Values<long>(1);
            var last = reader.Values<long>(2);
            var seen = reader.Values<long>(3);
            for (var row = 0; row < reader.Rows; row++, series++)
            {
                var key = numericKey ? reader.Values<long>(0)[row].ToString() : reader.Text(0, row);
                if (numericKey) numbers[series] = reader.Values<long>(0)[row];
                else texts!.Add(key);
                grid ??= TimeGrid.Through(frequency, first[row]);
                if (grid is null || !grid.Value.TryPeriod(first[row], out firsts[series])) throw OffGrid(input, frequency, key, first[row]);
                if (!grid.Value.TryPeriod(last[row], out var end)) throw OffGrid(input, frequency, key, last[row]);
                var length = end - firsts[series] + 1;
                if (length > int.MaxValue || length > seen[row] * SparsestRows + LongestGaps)
                    throw new InputException(
                        $"series '{key}' has {seen[row]:N0} rows but spans {grid.Value.Format(firsts[series])} to {grid.Value.Format(end)}, "
                        + $"{length:N0} periods of {frequency}; is a timestamp wrong, or the frequency?", input.Given, column: "timestamp");
                lengths[series] = (int)length;
                filled[series] = checked((int)seen[row]);
            }
        }

        if (zone is not null)
        {
            var last = firsts.Zip(lengths, (first, length) => first + length).Max();
            grid = grid!.Value with { Zone = ZoneSource.Read(zone, grid.Value.MicrosOf(firsts.Min()), grid.Value.MicrosOf(last)) };
        }

        return new SalesLayout(grid!.Value, texts?.MoveToImmutable(), numbers, firsts, lengths, filled);
    }

    /// <summary>The error for a timestamp between two periods of the grid.</summary>
    public static InputException OffGrid(InputTable input, Frequency frequency, string key, long micros)
    {
        var time = DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
        return new InputException(
            $"series '{key}' has a row at {time:yyyy-MM-dd HH:mm:ss}, which is not on a grid of {frequency}; "
            + "round the timestamps or change 'frequency' of the feature set",
            input.Given, column: "timestamp");
    }
}
