using System.Text.Json;
using SecretMagic.Pipeline;

namespace SecretMagic.Integration.Cli;

/// <summary>Facts with two times: what they are about, and when they became known.</summary>
public sealed class AsOfTests : IDisposable
{
    private const string Versions =
        "series_id,timestamp,known_at,target\nA,2020-01-01,2020-01-02,1\nA,2020-01-01,2020-01-05,10\nA,2020-01-02,2020-01-03,2\nA,2020-01-03,2020-01-04,3\n";

    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("2020-01-02", "1.0", "2020-01-02 00:00:00")]
    [InlineData("2020-01-04", "1.0 2.0 3.0", "2020-01-04 00:00:00")]
    [InlineData("2020-01-04T23:59", "1.0 2.0 3.0", "2020-01-04 23:59:00")]
    [InlineData("2020-01-05", "10.0 2.0 3.0", "2020-01-05 00:00:00")]
    [InlineData(null, "10.0 2.0 3.0", "2020-01-05 00:00:00")]
    public async Task Each_fact_is_the_latest_version_known_by_then(string? time, string targets, string stated)
    {
        _run.Write("sales.csv", Versions);
        (await Process(time)).ShouldBe(0, _run.Errors);

        string.Join(' ', _run.Query("SELECT target FROM '{out}/out/features/test_v1/*/*.parquet' ORDER BY timestamp").Select(row => row[0])).ShouldBe(targets);
        Manifest().GetProperty("as_of").GetString().ShouldBe(stated);
    }

    [Fact]
    public async Task Without_known_at_rows_are_cut_by_their_timestamp_and_the_manifest_says_so()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-02,2\nA,2020-01-03,3\n");
        (await Process("2020-01-02")).ShouldBe(0, _run.Errors);

        _run.Query("SELECT count(*) FROM '{out}/out/features/test_v1/*/*.parquet'")[0][0].ShouldBe("2");
        Manifest().GetProperty("notes")[0].GetString().ShouldBe("as of 2020-01-02 00:00:00: sales.csv has no known_at; its rows count as known at their timestamp");
        _run.Output.ShouldContain("note: as of 2020-01-02");
    }

    [Fact]
    public async Task Plans_and_forecasts_count_as_they_were_known()
    {
        _run.Write("sales.csv", "series_id,timestamp,known_at,target\nA,2020-01-01,2020-01-01,1\nA,2020-01-02,2020-01-02,2\nA,2020-01-03,2020-01-03,3\n");
        _run.Write("known.csv", "series_id,timestamp,known_at,price\nA,2020-01-03,2020-01-01,5\nA,2020-01-03,2020-01-03,4\nA,2020-01-04,2020-01-03,9\n");
        _run.Write("weather.csv", "date,known_at,rain\n2020-01-02,2020-01-02,1\n2020-01-03,2020-01-02,7\n2020-01-03,2020-01-04,8\n");
        (await Process(
            "2020-01-02", ["{ type: promo, price: price }", "{ type: weather, columns: [rain] }"],
            "--known", _run.PathOf("known.csv"), "--weather", _run.PathOf("weather.csv"))).ShouldBe(0, _run.Errors);

        _run.Query("SELECT timestamp, target, discount_depth, weather_rain FROM '{out}/out/features/test_v1/*/*.parquet' ORDER BY 1").ShouldBe(
            [["2020-01-01", "1.0", "null", "null"], ["2020-01-02", "2.0", "null", "1.0"], ["2020-01-03", "null", "0.0", "7.0"]]);
    }

    [Fact]
    public void As_of_a_time_equals_a_run_over_what_was_known_by_then_byte_for_byte()
    {
        var random = new Dice();
        var features = _run.Features(
            "{ type: lag, lags: [1, 7] }", "{ type: ma, windows: [7], column: price, name: \"price_{window}\" }",
            "{ type: ema, alpha: 0.3, nan_strategy: decay }", "{ type: weather, columns: [rain] }");
        foreach (var (round, policy) in new[] { "error", "sum", "last", "mean" }.Index())
        {
            var set = _run.Write("f.yaml", File.ReadAllText(features).Replace("frequency: 1d", $"frequency: 1d\nduplicates: {policy}"));
            var sales = Facts(random, policy == "error" ? 1 : 2, (series, day) => $"S{series},{day:yyyy-MM-dd}", "series_id,timestamp,known_at,target", day => day.AddDays(1));
            var known = Facts(random, 1, (series, day) => $"S{series},{day:yyyy-MM-dd}", "series_id,timestamp,known_at,price", day => day.AddDays(-20));
            var weather = Facts(random, 1, (_, day) => $"{day:yyyy-MM-dd}", "date,known_at,rain", day => day.AddDays(-3), series: 1);
            foreach (var days in new[] { 5, 31, 64 })
            {
                var time = new DateTime(2020, 1, 1).AddDays(days).AddHours(12);
                Write("all", sales, known, weather, _ => true, _ => true);
                Write("then", sales, known, weather, fact => fact.Known <= time, fact => fact.Known <= time && fact.Day <= time);
                var name = $"{round}-{days}";
                Files(set, "all", name, time).ShouldBe(Files(set, "then", name, null), $"{policy}, {time}");
            }
        }
    }

    [Theory]
    [InlineData("yesterday", "is no time", "2011-12-31T14:05:00")]
    [InlineData("2019-12-31", "nothing was known by 2019-12-31 00:00:00", "--as-of")]
    public async Task A_time_that_cannot_be_used_is_answered(string time, params string[] expected)
    {
        _run.Write("sales.csv", Versions);
        (await Process(time)).ShouldBe(2);
        foreach (var text in expected) _run.Errors.ShouldContain(text);
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_fact_without_known_at_is_named_with_its_line()
    {
        _run.Write("sales.csv", "series_id,timestamp,known_at,target\nA,2020-01-01,2020-01-02,1\nA,2020-01-02,,2\n");
        (await Process(null)).ShouldBe(2);
        _run.Errors.ShouldContain("sales.csv, line 3, known_at: 1 rows have no known_at");
    }

    /// <summary>Facts of some series and days, each in one to three versions that became known on different days, in scattered order.</summary>
    private static (string Head, List<(string Key, DateTime Day, DateTime Known, string Value)> Rows) Facts(
        Dice random, int most, Func<int, DateTime, string> key, string head, Func<DateTime, DateTime> first, int series = 4)
    {
        var rows = new List<(string Key, DateTime Day, DateTime Known, string Value)>();
        for (var one = 0; one < series; one++)
        {
            for (var day = 0; day < 80; day++)
            {
                if (random.Next(5) == 0) continue;
                var date = new DateTime(2020, 1, 1).AddDays(day);
                var versions = 1 + random.Next(3);
                for (var version = 0; version < versions; version++)
                    for (var twin = random.Next(most); twin >= 0; twin--)
                        rows.Add((key(one, date), date, first(date).AddDays(7 * version), random.Next(6) == 0 ? "" : $"{random.Next(1000) / 7.0}"));
            }
        }

        return (head, [.. rows.OrderBy(_ => random.Next(1 << 30))]);
    }

    private void Write(
        string folder, (string Head, List<(string Key, DateTime Day, DateTime Known, string Value)> Rows) sales,
        (string Head, List<(string Key, DateTime Day, DateTime Known, string Value)> Rows) known,
        (string Head, List<(string Key, DateTime Day, DateTime Known, string Value)> Rows) weather,
        Func<(string Key, DateTime Day, DateTime Known, string Value), bool> isKnown,
        Func<(string Key, DateTime Day, DateTime Known, string Value), bool> hasHappened)
    {
        foreach (var (name, table, keep) in new[] { ("sales", sales, hasHappened), ("known", known, isKnown), ("weather", weather, isKnown) })
            _run.Write(
                $"{folder}/{name}.csv",
                table.Head + "\n" + string.Concat(table.Rows.Where(keep).Select(row => $"{row.Key},{row.Known:yyyy-MM-dd},{row.Value}\n")));
    }

    private Dictionary<string, string> Files(string set, string folder, string name, DateTime? time)
    {
        var options = new FeatureBatchOptions
        {
            Input = _run.PathOf($"{folder}/sales.csv"),
            Known = _run.PathOf($"{folder}/known.csv"),
            Weather = _run.PathOf($"{folder}/weather.csv"),
            Output = _run.PathOf($"out-{folder}-{name}"),
            FeatureSet = set,
            AsOf = time?.ToString("yyyy-MM-dd HH:mm"),
        };
        FeatureBatch.Run(options, new Progress<BatchProgress>(), TimeProvider.System, TestContext.Current.CancellationToken);
        var files = _run.Fingerprints($"out-{folder}-{name}");
        files.Remove(Path.Combine("features", "test_v1", "manifest.json")).ShouldBeTrue();
        return files;
    }

    /// <summary>The same throws in every run (splitmix64).</summary>
    private sealed class Dice
    {
        private ulong _state = 7;

        public int Next(int below)
        {
            var bits = _state += 0x9E3779B97F4A7C15;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return (int)((bits ^ (bits >> 31)) % (ulong)below);
        }
    }

    private Task<int> Process(string? time) => Process(time, ["{ type: lag, lags: [1] }"]);

    private Task<int> Process(string? time, string[] entries, params string[] more) => _run.Run(
    [
        "process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features", _run.Features(entries),
        .. time is null ? Array.Empty<string>() : ["--as-of", time], .. more,
    ]);

    private JsonElement Manifest() => JsonDocument.Parse(File.ReadAllText(_run.PathOf("out/features/test_v1/manifest.json"))).RootElement;
}
