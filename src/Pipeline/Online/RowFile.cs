using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Rows of a CSV, Parquet or NDJSON file for series that grow, in the order of the file: series_id, timestamp, the plan's columns as far as they are there, and
/// known_at (UTC unless it says otherwise) when there is such a column.
/// </summary>
public static class RowFile
{
    private const int FirstValue = 2;

    /// <summary>Writes an NDJSON file as the CSV that says the same, with every column that any line has, in the order in which they come.</summary>
    /// <exception cref="InputException">A line is no object of single values; it is named.</exception>
    public static void ToCsv(string path, string csv, CancellationToken token) => JsonLines.ToCsv(path, null, csv, token);

    /// <summary>Reads a file, a part at a time.</summary>
    /// <param name="path">The file, or a folder of files.</param>
    /// <param name="plan">Which columns are read, and the grid of the rows.</param>
    /// <param name="partRows">The most rows of a part.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="InputException">The file cannot be used.</exception>
    public static IEnumerable<RowPart> Read(string path, OnlinePlan plan, int partRows, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(partRows, 1);
        return JsonLines.IsName(path) ? JsonParts(path, plan, partRows, token) : Parts(path, plan, partRows, token);
    }

    /// <summary>The parts of the CSV that says the same; what is wrong is told of the file that was given.</summary>
    private static IEnumerable<RowPart> JsonParts(string path, OnlinePlan plan, int partRows, CancellationToken token)
    {
        var scratch = Directory.CreateTempSubdirectory("secretmagic-json-").FullName;
        try
        {
            var csv = Path.Combine(scratch, "rows.csv");
            JsonLines.ToCsv(path, ["series_id", "timestamp", .. plan.Columns, AsOf.Column], csv, token);
            using var parts = Parts(csv, plan, partRows, token).GetEnumerator();
            while (IsNext(parts)) yield return parts.Current;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }

        bool IsNext(IEnumerator<RowPart> parts)
        {
            try
            {
                return parts.MoveNext();
            }
            catch (InputException wrong) when (wrong.File is not null)
            {
                throw new InputException(wrong.Problem, path, wrong.Line > 1 ? wrong.Line - 1 : null, wrong.Column);
            }
        }
    }

    private static IEnumerable<RowPart> Parts(string path, OnlinePlan plan, int partRows, CancellationToken token)
    {
        var scratch = Directory.CreateTempSubdirectory("secretmagic-rows-").FullName;
        try
        {
            using var database = DuckDatabase.Open(new DuckOptions { TempDirectory = scratch });
            using var connection = database.Connect();
            connection.Execute("SET TimeZone = 'UTC'", token);
            var table = InputTable.Open(path, connection, token);
            var columns = Load(table, connection, plan, scratch, token);
            var isKnown = table.Columns.Contains(AsOf.Column);
            var wanted = string.Concat(columns.Select(column => $", {DuckSql.Identifier(column)}"));
            using var reader = connection.Query($"SELECT series_id, timestamp{wanted}{(isKnown ? $", {AsOf.Column}" : "")} FROM sales", token);
            var part = new PartRows(columns.Length, isKnown, partRows);
            while (table.Reading(() => reader.Next(token)))
            {
                for (var row = 0; row < reader.Rows; row++)
                {
                    Take(part, table, reader, row, plan);
                    if (part.Rows == partRows) yield return part.Taken(columns);
                }
            }

            if (part.Rows > 0) yield return part.Taken(columns);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static ImmutableArray<string> Load(InputTable table, DuckConnection connection, OnlinePlan plan, string scratch, CancellationToken token)
    {
        table.Require("series_id", "timestamp", "target");
        ImmutableArray<string> columns = [.. plan.Columns.Where(table.Columns.Contains)];
        var isKnown = table.Columns.Contains(AsOf.Column);
        table.Load(
            connection, "sales",
            [
                InputField.Text("series_id"), InputField.Timestamp("timestamp"), .. columns.Select(InputField.Number),
                .. isKnown ? [InputField.Instant(AsOf.Column)] : Array.Empty<InputField>(),
            ], scratch, token);
        table.RequireKeys(connection, "sales", token);
        if (isKnown) table.RequireValues(connection, "sales", AsOf.Column, token);
        foreach (var share in plan.ShareColumns.Where(columns.Contains)) ShareColumn.Require(connection, table, "sales", share, token);
        if (plan.Set.Duplicates != DuplicatePolicy.Error) return columns;
        var keys = isKnown ? $"series_id, timestamp, {AsOf.Column}" : "series_id, timestamp";
        var twice = $"SELECT concat('''', series_id, ''' at ', timestamp) FROM sales GROUP BY {keys} HAVING count(*) > 1 ORDER BY ALL LIMIT 1";
        return connection.ScalarText(twice, token) is { } more
            ? throw new InputException($"there is more than one row for series {more}; remove them, or set 'duplicates: last' in the plan", table.Given)
            : columns;
    }

    private static void Take(PartRows part, InputTable table, DuckReader reader, int row, OnlinePlan plan)
    {
        var micros = reader.Values<long>(1)[row];
        if (!plan.Grid.TryPeriod(micros, out var period)) throw SalesLayout.OffGrid(table, plan.Set.Frequency, reader.Text(0, row), micros);
        part.Begin(reader.Utf8(0, row), period);
        for (var column = 0; column < part.Columns; column++)
        {
            if (reader.IsNull(column + FirstValue, row)) continue;
            var value = reader.Values<double>(column + FirstValue)[row];
            part.Set(column, double.IsInfinity(value) && plan.Set.Infinite == InfinitePolicy.Null ? double.NaN : value);
        }

        part.End(part.IsKnown ? reader.Values<long>(part.Columns + FirstValue)[row] : 0);
    }
}
