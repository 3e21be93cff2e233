using System.Text.Json;
using SecretMagic.Pipeline;

namespace SecretMagic.Integration.Cli;

/// <summary>A registered result against what comes out of its inputs again.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    [InlineData("parquet", "--layout", "autogluon", "--horizon", "7")]
    public async Task A_result_is_equal_to_what_comes_out_again(string format, params string[] layout)
    {
        await Processed(["--format", format, .. layout]);
        var report = await Verified(0);
        report.GetProperty("outcome").GetString().ShouldBe("equal");
        report.GetProperty("rows").GetInt64().ShouldBe(long.Parse(_run.Query($"SELECT count(*) FROM '{Place()}/*/*.{format}'")[0][0]));
        report.GetProperty("sampled_rows").GetInt32().ShouldBeInRange(190, 200, "a sampled time may have fewer rows than its share");
        Directory.GetFileSystemEntries(Path.GetDirectoryName(Place())!).ShouldBe([Place()], "what was computed again is gone");

        (await _run.Run(Verify())).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain("equal, bit for bit");
    }

    [Fact]
    public async Task One_value_that_is_another_is_named()
    {
        await Processed();
        Rewrite("SELECT * REPLACE (CASE WHEN series_id = 'item 7' AND timestamp = DATE '2019-03-04' THEN -ma_7 ELSE ma_7 END AS ma_7)");
        var report = await Verified(1);
        report.GetProperty("outcome").GetString().ShouldBe("different");
        report.GetProperty("differences_by_feature").GetRawText().ReplaceLineEndings("").Replace(" ", "").ShouldBe("""{"ma_7":1}""");
        var one = report.GetProperty("differences").EnumerateArray().ShouldHaveSingleItem();
        one.GetProperty("file").GetString().ShouldBe("year=2019/part-00000000.parquet");
        string[] place = [.. new[] { "series", "time", "feature" }.Select(name => one.GetProperty(name).GetString()!)];
        place.ShouldBe(["item 7", "2019-03-04", "ma_7"]);
        one.GetProperty("stored").GetString().ShouldBe("-" + one.GetProperty("computed").GetString());
        report.GetProperty("leaked").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("CASE WHEN d = 0 THEN -d ELSE d END AS d", "-0")]
    [InlineData("coalesce(d, 'nan') AS d", "NaN (0x7ff8000000000000)")]
    public async Task Values_that_only_their_bits_tell_apart_are_different(string change, string stored)
    {
        await Processed();
        Rewrite($"SELECT * REPLACE ({change})");
        var report = await Verified(1, "--rows", "0");
        report.GetProperty("differences")[0].GetProperty("stored").GetString().ShouldBe(stored);
        report.GetProperty("sampled_rows").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_feature_that_has_seen_the_next_day_is_named_by_sampled_rows()
    {
        await Processed();
        Rewrite("SELECT * REPLACE (lead(target) OVER (PARTITION BY series_id ORDER BY timestamp) AS lag_1)");
        var report = await Verified(1, "--seed", "3");
        report.GetProperty("leaked_by_feature").EnumerateObject().Select(property => property.Name).ShouldBe(["lag_1"]);
        report.GetProperty("leaked_by_feature").GetProperty("lag_1").GetInt64().ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task Changed_and_missing_inputs_are_said_and_nothing_is_compared()
    {
        await Processed();
        var sales = File.ReadAllBytes(_run.PathOf("sales.csv"));
        File.AppendAllText(_run.PathOf("sales.csv"), "item 1,2030-01-01,3\n");
        var report = await Verified(1);
        report.GetProperty("outcome").GetString().ShouldBe("inputs_changed");
        report.GetProperty("problems")[0].GetString()!.ShouldStartWith("sales: sales.csv is not what went in: ");

        File.Delete(_run.PathOf("sales.csv"));
        (await Verified(1)).GetProperty("problems")[0].GetString().ShouldBe($"sales: {_run.PathOf("sales.csv")} is not there");

        File.WriteAllBytes(_run.PathOf("sales.csv"), sales);
        _run.Features("{ type: lag, lags: [2] }");
        report = await Verified(1);
        report.GetProperty("outcome").GetString().ShouldBe("inputs_changed");
        report.GetProperty("problems")[0].GetString()!.ShouldContain("means something else now");
        Directory.GetFileSystemEntries(Path.GetDirectoryName(Place())!).ShouldBe([Place()]);
    }

    [Fact]
    public async Task Files_that_are_gone_damaged_or_too_many_are_named()
    {
        await Processed();
        var files = Directory.GetFiles(Place(), "part-*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        File.Delete(files[0]);
        File.WriteAllBytes(files[1], [.. File.ReadAllBytes(files[1]).Take(1000)]);
        File.Copy(files[2], files[2].Replace("00000000", "00000001"));
        var problems = (await Verified(1)).GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!).ToArray();
        problems.Length.ShouldBe(3);
        problems[0].ShouldEndWith("part-00000001.parquet: stands among the files and is not in the manifest");
        problems[1].ShouldBe("year=2018/part-00000000.parquet: is not there");
        problems[2].ShouldStartWith("year=2019/part-00000000.parquet: cannot be read");
    }

    [Fact]
    public async Task Results_as_of_a_time_with_plans_weather_and_pools_are_equal_and_see_no_future()
    {
        Facts();
        File.WriteAllText(
            _run.PathOf("features.yaml"),
            """
            feature_set: test_v1
            frequency: 1d
            horizons: [3]
            duplicates: sum
            pooled:
              - { name: others, how: sum, leave_out: true }
            features:
              - { type: lag, lags: [1, 7], column: others, name: "others_{lag}" }
              - { type: ma, windows: [7, 28] }
              - { type: ema, alpha: 0.3, adjust: true }
              - { type: promo, price: price }
              - { type: weather, columns: [rain], rolling: [3] }
            """);
        string[] more = ["--known", _run.PathOf("known.csv"), "--weather", _run.PathOf("weather.csv"), "--as-of", "2019-12-31"];
        await Added();
        (await _run.Run([.. Source("process"), "--client", "acme", "--country", "GB", .. more])).ShouldBe(0, _run.Errors);
        var report = await Verified(0, more);
        report.GetProperty("outcome").GetString().ShouldBe("equal");
        report.GetProperty("sampled_rows").GetInt32().ShouldBe(200);

        (await _run.Asked($"{Alone} --json")).GetProperty("outcome").GetString().ShouldBe("equal", "the run left what it was given");
        report = await Verified(1, more[..^2]);
        report.GetProperty("problems").EnumerateArray().Last().GetString()!.ShouldEndWith("was there an --as-of?");
    }

    [Fact]
    public async Task A_result_that_is_not_there_is_said()
    {
        Facts();
        await Added();
        (await _run.Run(Verify())).ShouldBe(3);
        _run.Errors.ShouldContain("'secretmagic results list acme'");
    }

    [Fact]
    public async Task Without_inputs_they_are_those_that_the_run_was_given()
    {
        await Processed();
        await _run.Done(Alone);
        _run.Output.ShouldContain("equal, bit for bit");
        (await _run.Run([.. Alone.Split(' '), "--as-of", "2019-01-01"])).ShouldBe(2, "inputs are given or not, and never mixed");
        _run.Errors.ShouldContain("--input");

        File.AppendAllText(_run.PathOf("sales.csv"), "item 1,2030-01-01,3\n");
        (await _run.Run([.. Alone.Split(' '), "--json"])).ShouldBe(1);
        _run.Output.ShouldContain("inputs_changed");
    }

    [Fact]
    public async Task Where_nothing_says_the_inputs_the_client_s_source_does_or_the_options_are_named()
    {
        await Processed();
        using (var journal = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_run.PathOf("var/secretmagic.db")};Pooling=false"))
        {
            journal.Open();
            using var forget = journal.CreateCommand();
            forget.CommandText = "UPDATE events SET payload = json_remove(payload, '$.order') WHERE manifest = 'client.result-registered'";
            forget.ExecuteNonQuery().ShouldBe(1);
        }

        await _run.Refused(Alone, "give --input and --features");
        await _run.Done($"clients source acme features --input {_run.PathOf("sales.csv")} --features {_run.PathOf("features.yaml")}");
        await _run.Done(Alone);
        _run.Output.ShouldContain("equal, bit for bit");
    }

    [Fact]
    public async Task A_feature_that_comes_out_again_and_is_another_without_the_future_leaks()
    {
        await Processed();
        // The past is computed last: sales that change just before stand for a feature that has seen more than its past.
        var report = FeatureCheck.Run(
            new FeatureCheckOptions
            {
                Folder = Place(),
                Source = new FeatureBatchOptions { Input = _run.PathOf("sales.csv"), Output = "", FeatureSet = _run.PathOf("features.yaml") },
            },
            new Told(now =>
            {
                if (now is not { Stage: PastCheck.Stage, Done: 0 }) return;
                using var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions());
                using var connection = database.Connect();
                var sales = _run.PathOf("sales.csv");
                connection.Execute($"CREATE TABLE s AS SELECT * REPLACE (target + 1 AS target) FROM '{sales}'; COPY s TO '{sales}'", CancellationToken.None);
            }),
            TimeProvider.System, TestContext.Current.CancellationToken);
        report.Outcome.ShouldBe(FeatureCheckReport.Leaks);
        report.Differences.ShouldBeEmpty();
        report.LeakedByFeature.Keys.ShouldBe(["lag_1", "ma_7"]);
        report.LeakedByFeature["ma_7"].ShouldBeGreaterThan(50);
    }

    private static string Alone => "verify --client acme --feature-set test_v1";

    private async Task Processed(params string[] more)
    {
        Facts();
        _run.Features("{ type: lag, lags: [1] }", "{ type: ma, windows: [7] }", "{ type: diff, lags: [1], name: d }", "{ type: calendar, country: GB }");
        await Added();
        (await _run.Run([.. Source("process"), "--client", "acme", .. more])).ShouldBe(0, _run.Errors);
    }

    private async Task Added()
    {
        _run.Write("secretmagic.yaml", "lake:\n  root: data/lake\n");
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme ema {_run.Write("ema.json", """{"span":7}""")}");
        await _run.Done("configs confirm acme");
    }

    /// <summary>Forty series over three years with gaps, prices that are planned, rain.</summary>
    private void Facts()
    {
        using var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions());
        using var connection = database.Connect();
        const string Rows = "FROM range(40) a(s), range(800) b(d) WHERE hash(s * 31 + d) % 3 > 0 ORDER BY hash(s + d * 7)";
        Write("sales", $"SELECT 'item ' || s AS series_id, DATE '2018-06-01' + d::INTEGER AS timestamp, hash(s * 1000 + d) % 5 AS target {Rows}");
        Write("known", $"SELECT 'item ' || s AS series_id, DATE '2018-06-01' + d::INTEGER AS timestamp, 3 + hash(s * 17 + d // 9) % 5 AS price {Rows}");
        Write("weather", "SELECT DATE '2018-06-01' + d::INTEGER AS date, hash(d) % 7 AS rain FROM range(800) b(d)");

        void Write(string name, string select) => connection.Execute($"COPY ({select}) TO '{_run.PathOf(name + ".csv")}' (FORMAT csv)", CancellationToken.None);
    }

    private string[] Source(string command) => [command, "--input", _run.PathOf("sales.csv"), "--features", _run.PathOf("features.yaml")];

    private string[] Verify(params string[] more) => [.. Source("verify"), "--client", "acme", "--feature-set", "test_v1", .. more];

    private async Task<JsonElement> Verified(int code, params string[] more)
    {
        (await _run.Run(Verify([.. more, "--json"]))).ShouldBe(code, _run.Errors + _run.Output);
        using var document = JsonDocument.Parse(_run.Output);
        return document.RootElement.Clone();
    }

    private sealed class Told(Action<BatchProgress> tell) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value) => tell(value);
    }

    private string Place() => Directory.GetDirectories(_run.PathOf("data/lake/c_acme/features/test_v1")).ShouldHaveSingleItem();

    /// <summary>Writes every file of rows again with something changed.</summary>
    private void Rewrite(string select)
    {
        foreach (var file in Directory.GetFiles(Place(), "part-*", SearchOption.AllDirectories))
        {
            using var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions());
            using var connection = database.Connect();
            connection.Execute(
                $"COPY ({select} FROM read_parquet('{file}', hive_partitioning = false)) TO '{file}.new' (FORMAT parquet)", CancellationToken.None);
            File.Move(file + ".new", file, overwrite: true);
        }
    }
}
