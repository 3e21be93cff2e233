using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic process --layout autogluon</c>: what AutoGluon demands of a table and its lists.</summary>
public sealed class AutoGluonTests : IDisposable
{
    private const string Sales = "series_id,timestamp,target,price\nA,2019-12-30,1,2\nA,2020-01-01,2,2\nB,2020-01-01,5,1\n";
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_long_table_the_statics_and_the_lists_of_columns_stand_beside_each_other()
    {
        _run.Write("known.csv", "series_id,timestamp,price\nA,2020-01-02,1\nA,2020-01-03,2\n");
        _run.Write("static.csv", "series_id,category,size\nA,food,3\nC,toys,4\n");
        (await Process("horizons: [2]",
            ["{ type: lag, lags: [1, 2] }", "{ type: promo, price: price }", "{ type: static, columns: [category, size] }"],
            "--known", _run.PathOf("known.csv"), "--static", _run.PathOf("static.csv"))).ShouldBe(0, _run.Errors);

        _run.Query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{out}/out/features/test_v1/data/part-*.parquet')").Take(3).ShouldBe(
            [["item_id", "VARCHAR"], ["timestamp", "TIMESTAMP"], ["target", "DOUBLE"]]);
        _run.Query("SELECT item_id, timestamp, target, lag_1, lag_1_h2, discount_depth FROM '{out}/out/features/test_v1/data/part-*.parquet'").ShouldBe(
            [
                ["A", "2019-12-30 00:00:00", "1.0", "null", "null", "0.0"], ["A", "2019-12-31 00:00:00", "null", "1.0", "null", "null"],
                ["A", "2020-01-01 00:00:00", "2.0", "null", "1.0", "0.0"], ["A", "2020-01-02 00:00:00", "null", "2.0", "null", "0.5"],
                ["A", "2020-01-03 00:00:00", "null", "null", "2.0", "0.0"], ["B", "2020-01-01 00:00:00", "5.0", "null", "null", "0.0"],
            ]);
        _run.Query("SELECT * FROM '{out}/out/features/test_v1/static.parquet'").ShouldBe([["A", "food", "3.0"], ["B", "null", "null"]]);

        var spec = Spec();
        spec.GetProperty("target").GetString().ShouldBe("target");
        spec.GetProperty("prediction_length").GetInt32().ShouldBe(2);
        spec.GetProperty("freq").GetString().ShouldBe("D");
        spec.GetProperty("last_target").GetString().ShouldBe("2020-01-01 00:00:00");
        Names(spec, "known_covariates_names").ShouldBe(["lag_2", "lag_1_h2", "is_promo", "discount_depth", "days_since_promo", "days_in_promo", "days_to_promo"]);
        Names(spec, "past_covariates").ShouldBe(["lag_1", "promo_uplift", "history_state"]);
        Names(spec, "static_columns").ShouldBe(["category", "size"]);
        var columns = _run.Query("SELECT column_name FROM (DESCRIBE SELECT * FROM '{out}/out/features/test_v1/data/part-*.parquet')").Skip(3).Select(row => row[0]);
        Names(spec, "known_covariates_names").Concat(Names(spec, "past_covariates")).Order().ShouldBe(columns.Order(), "every column is in one list");

        var manifest = JsonDocument.Parse(File.ReadAllText(_run.PathOf("out/features/test_v1/manifest.json"))).RootElement;
        manifest.GetProperty("layout").GetString().ShouldBe("autogluon");
        var variant = manifest.GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("name").GetString() == "lag_1_h2");
        (variant.GetProperty("kind").GetString(), variant.GetProperty("availability").GetInt32(), variant.GetProperty("horizon").GetInt32())
            .ShouldBe(("known", 2, 2));
    }

    [Fact]
    public async Task Values_are_those_of_the_other_layout()
    {
        string[] entries = ["{ type: lag, lags: [1] }", "{ type: ema, alpha: 0.5 }"];
        (await Process("horizons: [3]", entries)).ShouldBe(0, _run.Errors);
        var values = _run.Query("SELECT item_id, timestamp::DATE, target, lag_1, \"ema_0.5\", \"ema_0.5_h3\", history_state FROM '{out}/out/features/test_v1/data/*.parquet' ORDER BY ALL");
        (await Process("horizons: [3]", entries, "--layout", "files")).ShouldBe(0, _run.Errors);

        _run.Query("SELECT series_id, timestamp, target, lag_1, \"ema_0.5\", \"ema_0.5_h3\", history_state FROM '{out}/out/features/test_v1/*/*.parquet' ORDER BY ALL").ShouldBe(values);
        Directory.Exists(_run.PathOf("out/features/test_v1/data")).ShouldBeFalse("the other layout has replaced the result whole");
    }

    [Theory]
    [InlineData("1w", "2020-01-06", "2020-01-13", "W-MON")]
    [InlineData("1w", "2020-01-08", "2020-01-15", "W-WED")]
    [InlineData("1h", "2020-01-06 01:00", "2020-01-06 02:00", "h")]
    [InlineData("15m", "2020-01-06 01:15", "2020-01-06 01:30", "15min")]
    [InlineData("5m", "2020-01-06 01:15", "2020-01-06 01:20", "5min")]
    [InlineData("1m", "2020-01-06 01:15", "2020-01-06 01:16", "min")]
    public async Task Every_grid_has_the_alias_of_pandas(string frequency, string first, string second, string alias)
    {
        _run.Write("sales.csv", $"series_id,timestamp,target\nA,{first},1\nA,{second},2\n");
        _run.Write("f.yaml", $"feature_set: test_v1\nfrequency: {frequency}\nfeatures:\n  - {{ type: lag, lags: [1] }}\n");
        (await _run.Run(
            "process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features", _run.PathOf("f.yaml"),
            "--layout", "autogluon", "--horizon", "1")).ShouldBe(0, _run.Errors);

        Spec().GetProperty("freq").GetString().ShouldBe(alias);
        Names(Spec(), "known_covariates_names").ShouldBe(["lag_1"], "a lag of 1 is known one step ahead");
        _run.Query("SELECT lag_1 FROM '{out}/out/features/test_v1/data/*.parquet' ORDER BY timestamp").ShouldBe([["null"], ["1.0"]]);
    }

    [Theory]
    [InlineData("", "how many steps", "--horizon 14")]
    [InlineData("horizons: [7, 14]", "7, 14", "--horizon")]
    [InlineData("horizons: [0]", "horizons", "from 1 to")]
    public async Task A_forecast_without_a_length_is_answered(string top, params string[] expected)
    {
        (await Process(top, ["{ type: lag, lags: [1] }"])).ShouldBe(2);
        foreach (var text in expected) _run.Errors.ShouldContain(text);
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse();
    }

    private Task<int> Process(string top, string[] entries, params string[] more)
    {
        _run.Write("sales.csv", Sales);
        _run.Write("f.yaml", $"feature_set: test_v1\nfrequency: 1d\n{top}\nfeatures:\n{string.Concat(entries.Select(entry => $"  - {entry}\n"))}");
        string[] layout = more.Contains("--layout") ? [] : ["--layout", "autogluon"];
        return _run.Run(["process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features", _run.PathOf("f.yaml"), .. layout, .. more]);
    }

    private JsonElement Spec() => JsonDocument.Parse(File.ReadAllText(_run.PathOf("out/features/test_v1/autogluon.json"))).RootElement;

    private static string[] Names(JsonElement spec, string list) => [.. spec.GetProperty(list).EnumerateArray().Select(name => name.GetString()!)];
}
