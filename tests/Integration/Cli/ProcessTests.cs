using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic process</c> on files: the values, the manifest, the laws that a user relies on.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly string Retail = Path.Combine(SecretMagicRun.Checkout, "data", "retail", "online_retail_daily.csv.gz");
    private static readonly string Golden = Path.Combine(SecretMagicRun.Checkout, "tests", "golden", "features", "given.csv.gz");
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_retail_data_equals_pandas_within_one_billionth()
    {
        await Process(Retail, GoldenFeatures(""), GoldenFeatures("decay_"));
        var columns = _run.Query($"SELECT column_name FROM (DESCRIBE SELECT * FROM '{Golden}')").Select(row => row[0])
            .Where(name => !name.Contains("median") && !name.Contains("q90") && !name.Contains("expanding") && !name.Contains("seasonal")).Skip(3).ToArray();
        columns.Length.ShouldBe(60);
        foreach (var column in columns)
        {
            var name = $"\"{column}\"";
            _run.Query(
                $"""
                SELECT count(*), count(*) FILTER ((g IS NULL) <> (f IS NULL)), coalesce(max(abs(f - g) / greatest(abs(g), 1e-300)) FILTER (g <> 0), 0) < 1e-9,
                       count(*) FILTER (g = 0 AND f <> 0)
                FROM (SELECT g.{name}::DOUBLE AS g, f.{name} AS f
                      FROM read_csv('{Golden}', all_varchar = true, header = true) g JOIN read_parquet('{_run.Folder}/out/features/test_v1/*/*.parquet') f
                      ON g.series_id = f.series_id AND g.timestamp = f.timestamp::VARCHAR)
                """)[0].ShouldBe(["7540", "0", "true", "0"], column);
        }
    }

    [Fact]
    public async Task The_manifest_tells_every_column_and_counts_what_is_missing()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2019-12-30,1\nA,2020-01-02,2\nB,2020-01-01,5\n");
        await Process(_run.PathOf("sales.csv"), "{ type: lag, lags: [1] }", "{ type: seasonality, of: [day_of_week] }");
        var manifest = JsonDocument.Parse(File.ReadAllText(_run.PathOf("out/features/test_v1/manifest.json"))).RootElement;
        manifest.GetProperty("rows").GetInt64().ShouldBe(5);
        manifest.GetProperty("input_rows").GetInt64().ShouldBe(3);
        manifest.GetProperty("series").GetInt32().ShouldBe(2);
        manifest.GetProperty("first").GetString().ShouldBe("2019-12-30");
        manifest.GetProperty("inputs")[0].GetProperty("sha256").GetString()!.Length.ShouldBe(64);
        manifest.GetProperty("columns").EnumerateArray().Select(column => $"{column.GetProperty("name")}:{column.GetProperty("kind")}")
            .ShouldBe(["series_id:key", "timestamp:time", "target:target", "lag_1:past", "day_of_week:known", "history_state:state"]);
        manifest.GetProperty("columns")[2].GetProperty("nan").GetProperty("missing").GetInt64().ShouldBe(2);
        var lag = manifest.GetProperty("columns")[3];
        lag.GetProperty("nan_meaning").GetString().ShouldNotBeNullOrEmpty();
        lag.GetProperty("nan").GetRawText().ReplaceLineEndings("").Replace(" ", "").ShouldBe("{\"missing\":2,\"warmup\":2}");
        _run.Query("SELECT count(*) FROM '{out}/out/features/test_v1/*/*.parquet' WHERE (lag_1 IS NULL) <> (history_state <> 0)")[0][0].ShouldBe("0");
        Directory.GetDirectories(_run.PathOf("out/features/test_v1")).Select(Path.GetFileName).Order().ShouldBe(["year=2019", "year=2020"]);
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-02,2\n");
        await Process(_run.PathOf("sales.csv"), "{ type: lag, lags: [1] }");
        var first = _run.Fingerprints("out");
        var written = File.GetLastWriteTimeUtc(_run.PathOf("out/features/test_v1/manifest.json"));
        await Process(_run.PathOf("sales.csv"), "{ type: lag, lags: [1] }");
        _run.Output.ShouldContain("unchanged");
        _run.Fingerprints("out").ShouldBe(first);
        File.GetLastWriteTimeUtc(_run.PathOf("out/features/test_v1/manifest.json")).ShouldBe(written);
    }

    [Fact]
    public async Task A_published_feature_set_keeps_its_definition()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-02,2\n");
        await Process(_run.PathOf("sales.csv"), "{ type: lag, lags: [1] }");
        var first = _run.Fingerprints("out");
        (await Start(_run.PathOf("sales.csv"), ["{ type: lag, lags: [2] }"])).ShouldBe(3);
        _run.Errors.ShouldContain("test_v1");
        _run.Errors.ShouldContain("a new name");
        _run.Fingerprints("out").ShouldBe(first);
    }

    [Fact]
    public async Task Other_sales_replace_the_files_whole()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2019-01-01,1\n");
        await Process(_run.PathOf("sales.csv"), "{ type: lag, lags: [1] }");
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,1\n");
        await Process(_run.PathOf("sales.csv"), "{ type: lag, lags: [1] }");
        Directory.GetDirectories(_run.PathOf("out/features/test_v1")).Select(Path.GetFileName).ShouldBe(["year=2020"]);
        Directory.GetFileSystemEntries(_run.PathOf("out/features")).Length.ShouldBe(1, "nothing stays beside the result");
    }

    [Fact]
    public async Task Numbered_series_sub_daily_grids_and_folders_of_Parquet_work()
    {
        Directory.CreateDirectory(_run.PathOf("sales"));
        _run.Query($"SELECT 1");
        Copy("SELECT 7::INTEGER AS series_id, TIMESTAMP '2020-01-01 00:00:00' + INTERVAL 1 HOUR * h AS timestamp, h::DOUBLE AS target FROM range(30) t(h)", "sales/a.parquet");
        Copy("SELECT 5::INTEGER AS series_id, TIMESTAMP '2019-12-31 22:00:00' + INTERVAL 1 HOUR * h AS timestamp, h::DOUBLE AS target FROM range(4) t(h)", "sales/b.parquet");
        _run.Write("hourly.yaml", "feature_set: test_v1\nfrequency: 1h\nfeatures:\n  - { type: lag, lags: [24] }\n  - { type: seasonality, of: [hour] }\n");
        (await _run.Run("process", "--input", _run.PathOf("sales"), "--output", _run.PathOf("out"), "--features", _run.PathOf("hourly.yaml"))).ShouldBe(0, _run.Errors);
        _run.Query("SELECT series_id, timestamp, target, lag_24, hour FROM '{out}/out/features/test_v1/*/*.parquet' WHERE lag_24 = 5 OR series_id = 5 ORDER BY ALL").ShouldBe(
            [
                ["5", "2019-12-31 22:00:00", "0.0", "null", "22.0"], ["5", "2019-12-31 23:00:00", "1.0", "null", "23.0"],
                ["5", "2020-01-01 00:00:00", "2.0", "null", "0.0"], ["5", "2020-01-01 01:00:00", "3.0", "null", "1.0"],
                ["7", "2020-01-02 05:00:00", "29.0", "5.0", "5.0"],
            ]);
    }

    [Fact]
    public async Task Weather_known_prices_and_static_columns_join()
    {
        _run.Write("sales.csv", "series_id,timestamp,target,price\nA,2020-01-01,1,10\nA,2020-01-02,2,10\nB,2020-01-01,3,4\n");
        _run.Write("known.csv", "series_id,timestamp,price\nA,2020-01-03,5\n");
        _run.Write("weather.csv", "date,location,temp_min,temp_max,rain\n2020-01-01,north,0,10,1\n2020-01-01,south,10,20,0\n2020-01-02,north,2,4,\n");
        _run.Write("static.csv", "series_id,location,category,size\nA,north,food,007\nB,south,,3\n");
        (await Start(
            _run.PathOf("sales.csv"),
            ["{ type: weather, columns: [rain], degree_days: { base: 18, column: temp_mean } }", "{ type: promo, price: price }", "{ type: static, columns: [category, size] }", "{ type: lag, lags: [1] }"],
            "--known", _run.PathOf("known.csv"), "--weather", _run.PathOf("weather.csv"), "--static", _run.PathOf("static.csv"))).ShouldBe(0, _run.Errors);
        _run.Query("SELECT series_id, timestamp, target, weather_rain, degree_days_18, discount_depth, is_promo, category, size, lag_1 FROM '{out}/out/features/test_v1/*/*.parquet' ORDER BY ALL").ShouldBe(
            [
                ["A", "2020-01-01", "1.0", "1.0", "13.0", "0.0", "0.0", "food", "007", "null"],
                ["A", "2020-01-02", "2.0", "null", "15.0", "0.0", "0.0", "food", "007", "1.0"],
                ["A", "2020-01-03", "null", "null", "null", "0.5", "1.0", "food", "007", "2.0"],
                ["B", "2020-01-01", "3.0", "0.0", "3.0", "0.0", "0.0", "null", "3", "null"],
            ]);
    }

    [Theory]
    [InlineData("sum", "3.0")]
    [InlineData("mean", "1.5")]
    [InlineData("last", "2.0")]
    public async Task Duplicates_follow_the_rule_that_was_set(string rule, string expected)
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-01,2\n");
        _run.Write("f.yaml", $"feature_set: test_v1\nfrequency: 1d\nduplicates: {rule}\nfeatures:\n  - {{ type: lag, lags: [1] }}\n");
        (await _run.Run("process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features", _run.PathOf("f.yaml"))).ShouldBe(0, _run.Errors);
        _run.Query("SELECT target FROM '{out}/out/features/test_v1/*/*.parquet'")[0][0].ShouldBe(expected);
    }

    [Fact]
    public async Task Csv_holds_the_same_values_as_Parquet()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-03,2\n");
        (await Start(_run.PathOf("sales.csv"), ["{ type: ma, windows: [2] }"], "--format", "csv")).ShouldBe(0, _run.Errors);
        File.ReadAllLines(Directory.GetFiles(_run.PathOf("out/features/test_v1/year=2020"))[0])
            .ShouldBe(["series_id,timestamp,target,ma_2,history_state", "A,2020-01-01,1.0,1.0,0", "A,2020-01-02,,1.0,0", "A,2020-01-03,2.0,2.0,0"]);
    }

    private static string[] GoldenFeatures(string prefix)
    {
        var strategy = prefix.Length == 0 ? "" : ", nan_strategy: decay";
        return
        [
            .. ((string[])["lag", "diff"]).Select(type => $"{{ type: {type}, lags: [1, 7, 28], name: \"{prefix}{type}_{{lag}}\"{strategy} }}"),
            .. ((string[])["ma", "sum", "min", "max", "std"]).SelectMany(type => (string[])
            [
                $"{{ type: {type}, windows: [7, 28], name: \"{prefix}{type}_{{window}}\"{strategy} }}",
                $"{{ type: {type}, windows: [7, 28], min_samples: 7, name: \"{prefix}{type}_{{window}}_m7\"{strategy} }}",
            ]),
            .. ((string[])["0.5", "0.1"]).SelectMany(alpha => (string[])
            [
                $"{{ type: ema, alpha: {alpha}, min_samples: 7, name: \"{prefix}ema_{{alpha}}\"{strategy} }}",
                $"{{ type: ema, alpha: {alpha}, min_samples: 7, adjust: true, name: \"{prefix}ema_{{alpha}}_adjusted\"{strategy} }}",
            ]),
        ];
    }

    private async Task Process(string input, params string[] entries) => (await Start(input, entries)).ShouldBe(0, _run.Output + _run.Errors);

    private async Task Process(string input, string[] first, string[] second) => await Process(input, [.. first, .. second]);

    private Task<int> Start(string input, string[] entries, params string[] more) =>
        _run.Run(["process", "--input", input, "--output", _run.PathOf("out"), "--features", _run.Features(entries), .. more]);

    private void Copy(string sql, string name)
    {
        using var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions());
        using var connection = database.Connect();
        connection.Execute($"COPY ({sql}) TO '{_run.PathOf(name)}' (FORMAT parquet)", CancellationToken.None);
    }
}
