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

    private Dictionary<string, string> Run(string name, long panelBytes, int threads)
    {
        var options = new FeatureBatchOptions
        {
            Input = _run.PathOf("sales.parquet"),
            Output = _run.PathOf(name),
            FeatureSet = _run.PathOf("features.yaml"),
            PanelBytes = panelBytes,
            Threads = threads,
        };
        FeatureBatch.Run(options, new Progress<BatchProgress>(), TimeProvider.System, TestContext.Current.CancellationToken);
        return _run.Fingerprints(name);
    }
}
