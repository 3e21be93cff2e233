using System.Globalization;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Computes sampled rows once more from an input that ends with their time. A feature of the past that comes out otherwise has seen what came later. Rows are
/// sampled at a few times, so that few runs do, each over the sampled series; over all of them where the set pools.
/// </summary>
internal sealed class PastCheck(DuckConnection connection, FeatureRequest request, FeatureManifest manifest, string folder, DifferenceCount found)
{
    /// <summary>What is told while it runs.</summary>
    internal const string Stage = "Compute sampled rows from what was there by then";

    private const int RowsAtOnce = 20;
    private const int MostTimes = 10;

    private readonly string _key = FileShape.KeyOf(manifest);
    private readonly string _rows = ResultFiles.Relation(manifest, folder);

    /// <summary>Samples and compares.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="seed">Which.</param>
    /// <param name="place">A folder for what is computed.</param>
    /// <param name="progress">Told each time that is done.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>The number of rows compared; a row that only a plan knows is none.</returns>
    public int Run(int rows, int seed, string place, IProgress<BatchProgress> progress, CancellationToken token)
    {
        string[] past = [.. manifest.Columns.Where(column => column.Kind == "past").Select(column => column.Name)];
        if (rows == 0 || past.Length == 0) return 0;
        var times = Texts(
            $"SELECT DISTINCT timestamp::VARCHAR FROM (SELECT timestamp FROM {_rows} WHERE target IS NOT NULL ORDER BY {Order(seed)} LIMIT "
            + $"{Math.Clamp(rows / RowsAtOnce, 1, MostTimes)}) ORDER BY 1",
            token);
        long compared = 0;
        for (var at = 0; at < times.Length; at++)
        {
            progress.Report(new BatchProgress(Stage, at, times.Length));
            var wanted = rows / times.Length + (at < rows % times.Length ? 1 : 0);
            compared += Compare(times[at], wanted, seed, past, Path.Combine(place, $"{at}"), token);
        }

        return checked((int)compared);
    }

    private long Compare(string time, int rows, int seed, string[] past, string place, CancellationToken token)
    {
        var keys = Texts(
            $"SELECT {_key}::VARCHAR FROM {_rows} WHERE target IS NOT NULL AND timestamp::VARCHAR = {DuckSql.Literal(time)} "
            + $"ORDER BY {Order(seed)} LIMIT {rows}",
            token);
        var isWhole = request.Sales.IsWhole("series_id");
        var pools = !request.Set.Pooled.IsEmpty || ElasticityPool.Of(request.Set).Any();
        var cut = new RowCut(
            DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.None),
            pools ? [] : [.. keys.Select(key => isWhole ? key : DuckSql.Literal(key))]);
        var then = FeatureBatch.Run(request.Within(cut).At(place), Unheard.Instance, token);
        var columns = string.Join(", ", past.Select(name => $"s.{DuckSql.Identifier(name)}").Concat(past.Select(name => $"c.{DuckSql.Identifier(name)}")));
        var compared = new PairedRows(connection, found).Compare(
            $"SELECT s.{_key}::VARCHAR, s.timestamp::VARCHAR, {columns} FROM {_rows} s "
            + $"JOIN {ResultFiles.Relation(then.Manifest, place)} c ON s.{_key} = c.{_key} AND s.timestamp = c.timestamp "
            + $"WHERE s.timestamp::VARCHAR = {DuckSql.Literal(time)} AND s.{_key}::VARCHAR IN ({string.Join(", ", keys.Select(DuckSql.Literal))}) ORDER BY 1",
            "", token);
        Directory.Delete(place, recursive: true);
        return compared;
    }

    /// <summary>A scattered order that follows from the seed.</summary>
    private string Order(int seed) => $"hash(concat({_key}, ' ', timestamp, ' ', {seed})), {_key}, timestamp";

    private string[] Texts(string sql, CancellationToken token)
    {
        using var reader = connection.Query(sql, token);
        var texts = new List<string>();
        while (reader.Next(token))
            for (var row = 0; row < reader.Rows; row++) texts.Add(reader.Text(0, row));
        return [.. texts];
    }

    private sealed class Unheard : IProgress<BatchProgress>
    {
        public static Unheard Instance { get; } = new();

        public void Report(BatchProgress value)
        {
            // A run over a few series is over before it could be told of.
        }
    }
}
