using SecretMagic.Pipeline;

namespace SecretMagic.Integration.Cli;

/// <summary>What a feature batch promises whatever its memory and threads are.</summary>
public sealed class FeatureBatchTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Files_are_the_same_bytes_with_any_memory_and_any_number_of_threads()
    {
        // 600 series over four years: three parts; in scattered order, with gaps and text keys.
        using (var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions()))
        using (var connection = database.Connect())
        {
            connection.Execute(
                $"""
                COPY (SELECT 'item ' || s AS series_id, DATE '2018-06-01' + d::INTEGER AS timestamp, (hash(s * 1000 + d) % 50)::DOUBLE AS target, 5.0 AS price
                      FROM range(600) a(s), range(1000) b(d) WHERE hash(s * 31 + d) % 3 > 0 ORDER BY hash(s + d * 7))
                TO '{_run.PathOf("sales.parquet")}' (FORMAT parquet)
                """,
                CancellationToken.None);
        }

        _run.Features(
            "{ type: ma, windows: [7, 90] }", "{ type: std, windows: [28] }", "{ type: ema, alpha: 0.1, adjust: true }",
            "{ type: ema, alpha: 0.5, nan_strategy: decay, name: \"d\" }", "{ type: promo, price: price }");
        var whole = Run("whole", 512L << 20, 2);
        whole.Keys.Count(file => file.EndsWith(".parquet", StringComparison.Ordinal)).ShouldBe(12, "three parts of four years");
        Run("one thread", 512L << 20, 1).ShouldBe(whole);
        Run("a panel a part", 1, 4).ShouldBe(whole);
    }

    [Fact]
    public void Pooled_columns_are_the_same_bytes_when_a_group_lies_in_several_panels()
    {
        using (var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions()))
        using (var connection = database.Connect())
        {
            connection.Execute(
                $"""
                COPY (SELECT 'item ' || s AS series_id, DATE '2018-06-01' + d::INTEGER AS timestamp, (hash(s * 1000 + d) % 1000)::DOUBLE / 7 AS target,
                      2 + hash(s * 17 + d // 9) % 5 / 4 AS price
                      FROM range(600) a(s), range(1000) b(d) WHERE hash(s * 31 + d) % 3 > 0 ORDER BY hash(s + d * 7))
                TO '{_run.PathOf("sales.parquet")}' (FORMAT parquet)
                """,
                CancellationToken.None);
            connection.Execute(
                $"COPY (SELECT 'item ' || s AS series_id, 'group ' || s % 7 AS item FROM range(590) a(s)) TO '{_run.PathOf("static.csv")}' (FORMAT csv)",
                CancellationToken.None);
        }

        _run.Write(
            "features.yaml",
            """
            feature_set: test_v1
            frequency: 1d
            defaults: { dtype: float64 }
            pooled:
              - { name: item_mean, by: item }
              - { name: others, by: item, how: sum, leave_out: true, window: 7, shift: 1 }
              - { name: shops, how: count }
            features:
              - { type: ma, windows: [7], column: item_mean, name: "item_ma_{window}" }
              - { type: lag, lags: [0], column: item_mean, name: item_mean }
              - { type: lag, lags: [0], column: others, name: others }
              - { type: lag, lags: [0], column: shops, name: shops }
              - { type: price, price: price, elasticity: [14], prior_by: item }
            """);
        var whole = Run("whole", 512L << 20, 2, "static.csv");
        Run("a panel a part", 1, 1, "static.csv").ShouldBe(whole);

        // What it should be, by a query over the input.
        _run.Query(
            """
            SELECT count(*) FILTER (abs(f.item_mean - g.mean) > 1e-9 OR (f.item_mean IS NULL) <> (g.mean IS NULL)), count(*) > 500000
            FROM read_parquet('{out}/whole/features/test_v1/*/*.parquet') f
            LEFT JOIN read_csv('{out}/static.csv') s USING (series_id)
            LEFT JOIN (SELECT s.item, p.timestamp, avg(p.target) AS mean FROM '{out}/sales.parquet' p
                       JOIN read_csv('{out}/static.csv') s USING (series_id) GROUP BY ALL) g ON g.item = s.item AND g.timestamp = f.timestamp
            """)[0].ShouldBe(["0", "true"]);
    }

    private Dictionary<string, string> Run(string name, long panelBytes, int threads, string? fixedValues = null)
    {
        var options = new FeatureBatchOptions
        {
            Input = _run.PathOf("sales.parquet"),
            Output = _run.PathOf(name),
            FeatureSet = _run.PathOf("features.yaml"),
            Static = fixedValues is null ? null : _run.PathOf(fixedValues),
            PanelBytes = panelBytes,
            Threads = threads,
        };
        FeatureBatch.Run(options, new Progress<BatchProgress>(), TimeProvider.System, TestContext.Current.CancellationToken);
        return _run.Fingerprints(name);
    }
}
