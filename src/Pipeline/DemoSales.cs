using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// The sales of the demonstration's kitchen with what says why a day has none: the shop was closed, or nothing was in stock. The first is a fact of the data,
/// the second a rule, and the README beside the file says so.
/// </summary>
public static class DemoSales
{
    /// <summary>The name of the file.</summary>
    public const string Name = "daily.csv";

    private const string Readme = "daily.README.md";

    /// <summary>The rule in words.</summary>
    private const string Rule =
        "# The sales of the demonstration, day by day\n\ndaily.csv has the rows of sales.csv, and two columns more. `open` is 0 on days on which nobody sold "
        + "anything of it: the real shop was closed, mostly on Saturdays. `stock` is a rule: 0 on the days without a sale among the four after the largest "
        + "sale of a dish. "
        + "Days that say neither have no row: nobody knows why nothing was sold.\n";

    /// <summary>The features that the demonstration computes.</summary>
    public const string FeatureSet =
        """
        feature_set: demo_v1
        frequency: 1d
        presence: { stock: stock, is_open: open }
        features:
          - { type: lag, lags: [1, 7] }
          - { type: diff, lags: [7] }
          - { type: ma, windows: [7, 28] }
          - { type: std, windows: [28] }
          - { type: ema, alpha: 0.3 }
          - { type: seasonality, of: [day_of_week] }
          - { type: calendar, weekend: [sat, sun] }
          - { type: presence }
        defaults: { nan_strategy: missing, min_samples: 3 }
        """;

    private const string Script =
        """
        CREATE TABLE sale AS SELECT series_id, timestamp, target FROM read_csv({sales}, header = true,
            columns = {'series_id': 'VARCHAR', 'timestamp': 'DATE', 'target': 'INTEGER'});
        CREATE TABLE span AS SELECT series_id, min(timestamp) AS first, max(timestamp) AS last, arg_max(timestamp, (target, -epoch(timestamp))) AS peak
            FROM sale GROUP BY series_id;
        CREATE TABLE day AS SELECT unnest(generate_series(min(first), max(last), INTERVAL 1 DAY))::DATE AS timestamp FROM span;
        CREATE TABLE quiet AS SELECT series_id, timestamp, timestamp NOT IN (SELECT timestamp FROM sale) AS is_closed,
                timestamp > peak AND timestamp <= peak + 4 AS is_out
            FROM span, day
            WHERE timestamp BETWEEN first AND last AND NOT EXISTS (FROM sale WHERE sale.series_id = span.series_id AND sale.timestamp = day.timestamp);
        CREATE TABLE daily AS
            SELECT series_id, timestamp, target, 1 AS open, 1 AS stock FROM sale
            UNION ALL SELECT series_id, timestamp, NULL, 0, 1 FROM quiet WHERE is_closed
            UNION ALL SELECT series_id, timestamp, NULL, 1, 0 FROM quiet WHERE is_out AND NOT is_closed;
        """;

    /// <summary>Writes the file into the folder of the kitchen's inputs, unless it is there.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string folder, CancellationToken token)
    {
        var (path, readme) = (Path.Combine(folder, Name), Path.Combine(folder, Readme));
        if (File.Exists(readme)) return path;
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        connection.Execute(Script.Replace("{sales}", DuckSql.File(Path.Combine(folder, "sales.csv"))), token);
        connection.Execute($"COPY (FROM daily ORDER BY series_id, timestamp) TO {DuckSql.Literal(path)} (HEADER)", token);
        File.WriteAllText(readme, Rule);
        return path;
    }
}
