using SecretMagic.Features;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>Rows of one series: their times, and the values of some columns, NaN where one is missing.</summary>
/// <param name="Times">[rows], ascending, microseconds from the Unix epoch.</param>
/// <param name="Values">[columns][rows].</param>
internal sealed record PlotRows(long[] Times, double[][] Values)
{
    /// <summary>More rows than this no screen can show.</summary>
    public const int Most = 20_000;

    /// <summary>Reads the rows of a series.</summary>
    /// <exception cref="InputException">There is no such series, it has no row in the span, or far too many.</exception>
    public static PlotRows Read(FeatureManifest manifest, string folder, string series, IReadOnlyList<string> columns, PlotSpan span, CancellationToken token)
    {
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        try
        {
            var files = Source(manifest, folder);
            var key = FileShape.KeyOf(manifest);
            var values = string.Concat(columns.Select(column => $", CAST({DuckSql.Identifier(column)} AS DOUBLE)"));
            using var statement = connection.Prepare(
                $"SELECT epoch_us(CAST(timestamp AS TIMESTAMP)) AS t{values} FROM {files} WHERE CAST({key} AS VARCHAR) = $1 ORDER BY t", token);
            var all = Collect(statement.Bind(1, series), columns.Count, token);
            if (all.Times.Length == 0) throw UnknownSeries(connection, files, key, series, token);
            var rows = all.Within(span);
            return rows.Times.Length switch
            {
                0 => throw new InputException(
                    $"there are no rows of '{series}' in this range; it has {PlotSpan.Text(all.Times[0])} to {PlotSpan.Text(all.Times[^1])}",
                    column: "--from, --to"),
                > Most => throw new InputException(
                    $"{rows.Times.Length:N0} rows are too many for a chart; give --from and --to with at most {Most:N0} rows between them"),
                _ => rows,
            };
        }
        catch (DuckDbException problem)
        {
            throw new InputException($"its files cannot be read ({problem.Message.Split('\n')[0]}); run 'secretmagic process' again", folder);
        }
    }

    private PlotRows Within(PlotSpan span)
    {
        var from = Array.FindIndex(Times, time => time >= span.From);
        var to = Array.FindLastIndex(Times, time => time <= span.To);
        var range = from < 0 || to < from ? 0..0 : from..(to + 1);
        return new PlotRows(Times[range], [.. Values.Select(column => column[range])]);
    }

    private static PlotRows Collect(DuckStatement statement, int columns, CancellationToken token)
    {
        var times = new List<long>();
        var values = Enumerable.Range(0, columns).Select(_ => new List<double>()).ToArray();
        using var reader = statement.Query(token);
        while (reader.Next(token))
        {
            times.AddRange(reader.Values<long>(0));
            for (var column = 0; column < columns; column++)
            {
                var read = reader.Values<double>(column + 1);
                for (var row = 0; row < read.Length; row++) values[column].Add(reader.IsNull(column + 1, row) ? double.NaN : read[row]);
            }
        }

        return new PlotRows([.. times], [.. values.Select(column => column.ToArray())]);
    }

    /// <summary>The files of the manifest, and no others that lie beside them.</summary>
    private static string Source(FeatureManifest manifest, string folder)
    {
        var paths = string.Join(", ", FileShape.RowFiles(manifest).Select(path => DuckSql.File(Path.Combine(folder, path))));
        return manifest.Files[0].Path.EndsWith(".csv", StringComparison.Ordinal)
            ? $"read_csv([{paths}], header = true, all_varchar = true, hive_partitioning = false)"
            : $"read_parquet([{paths}], hive_partitioning = false)";
    }

    private static InputException UnknownSeries(DuckConnection connection, string files, string key, string series, CancellationToken token)
    {
        var keys = new List<string>();
        using (var reader = connection.Query($"SELECT DISTINCT CAST({key} AS VARCHAR) AS name FROM {files} ORDER BY name", token))
            while (reader.Next(token))
                for (var row = 0; row < reader.Rows; row++) keys.Add(reader.Text(0, row));
        var near = Nearest.Hint(series, keys);
        if (near.Length == 0) near = $" It has {string.Join(", ", keys.Take(5))}{(keys.Count > 5 ? " and others" : "")}.";
        return new InputException($"'{series}' is none of the {keys.Count:N0} series.{near}", column: "--series");
    }
}
