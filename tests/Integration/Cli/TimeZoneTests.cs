namespace SecretMagic.Integration.Cli;

/// <summary>Hours of a place whose clocks change, and grids of every step.</summary>
public sealed class TimeZoneTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_day_on_which_clocks_change_has_23_or_25_hours_and_no_hole()
    {
        using (var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions()))
        using (var connection = database.Connect())
        {
            connection.Execute(
                $"""
                SET TimeZone = 'UTC';
                COPY (SELECT 'A' AS series_id, TIMESTAMPTZ '2020-01-01 00:00:00+01' + INTERVAL 1 HOUR * h AS timestamp, h AS target FROM range(366 * 24) t(h))
                TO '{_run.PathOf("sales.parquet")}' (FORMAT parquet)
                """, TestContext.Current.CancellationToken);
        }

        (await Process(
            "sales.parquet", "1h", "time_zone: Europe/Berlin", "{ type: seasonality, of: [hour, day_of_year] }", "{ type: lag, lags: [1] }",
            "{ type: calendar, country: DE }")).ShouldBe(0, _run.Errors);

        const string Files = "'{out}/out/features/test_v1/*/*.parquet'";
        _run.Query($"SELECT day_of_year, count(*) FROM {Files} GROUP BY 1 HAVING count(*) <> 24 ORDER BY 1").ShouldBe([["89.0", "23"], ["299.0", "25"]]);
        _run.Query($"SELECT timestamp, target, hour, lag_1 FROM {Files} WHERE day_of_year = 89 ORDER BY 1 LIMIT 3").ShouldBe(
            [
                ["2020-03-28 23:00:00", "2112.0", "0.0", "2111.0"], ["2020-03-29 00:00:00", "2113.0", "1.0", "2112.0"],
                ["2020-03-29 01:00:00", "2114.0", "3.0", "2113.0"],
            ]);
        _run.Query($"SELECT count(*) FROM {Files} WHERE lag_1 IS NULL")[0][0].ShouldBe("1", "the grid has no hole");
        _run.Query($"SELECT min(timestamp), count(*) FROM {Files} WHERE day_of_year = 1 AND is_holiday = 1").ShouldBe([["2019-12-31 23:00:00", "24"]]);
        Directory.GetDirectories(_run.PathOf("out/features/test_v1")).Select(Path.GetFileName).ShouldBe(["year=2020"], "years are local");
    }

    [Fact]
    public async Task Offsets_are_read_and_times_without_one_are_UTC()
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-10-25 02:00:00+02:00,1\nA,2020-10-25T02:00:00+01:00,2\nA,2020-10-25 02:00:00,3\n");
        (await Process("sales.csv", "1h", "time_zone: Europe/Berlin", "{ type: seasonality, of: [hour] }")).ShouldBe(0, _run.Errors);

        _run.Query("SELECT timestamp, target, hour FROM '{out}/out/features/test_v1/*/*.parquet' ORDER BY 1").ShouldBe(
            [["2020-10-25 00:00:00", "1.0", "2.0"], ["2020-10-25 01:00:00", "2.0", "2.0"], ["2020-10-25 02:00:00", "3.0", "3.0"]]);
        File.ReadAllText(_run.PathOf("out/features/test_v1/manifest.json")).ShouldContain("\"first\": \"2020-10-25 00:00Z\"");
    }

    [Theory]
    [InlineData("1m", "2020-01-06 01:15", "2020-01-06 01:16")]
    [InlineData("5m", "2020-01-06 23:55", "2020-01-07 00:00")]
    [InlineData("15m", "2020-01-06 01:15", "2020-01-06 01:30")]
    [InlineData("1h", "2019-12-31 23:00", "2020-01-01 00:00")]
    [InlineData("1d", "2019-12-31", "2020-01-01")]
    [InlineData("1w", "2020-01-06", "2020-01-13")]
    [InlineData("1w", "2020-01-09", "2020-01-16")]
    [InlineData("1w", "2020-01-12", "2020-01-19")]
    public async Task Every_step_has_its_grid(string frequency, string first, string second)
    {
        _run.Write("sales.csv", $"series_id,timestamp,target\nA,{second},2\nA,{first},1\n");
        (await Process("sales.csv", frequency, "", "{ type: lag, lags: [1] }")).ShouldBe(0, _run.Errors);

        _run.Query("SELECT target, lag_1 FROM '{out}/out/features/test_v1/*/*.parquet' ORDER BY timestamp").ShouldBe([["1.0", "null"], ["2.0", "1.0"]]);
    }

    [Theory]
    [InlineData("1d", "time_zone: Europe/Berlin", "line 3, time_zone", "local business dates")]
    [InlineData("1h", "time_zone: Europe/Atlantis", "line 3, time_zone", "'Europe/Atlantis' is no zone")]
    [InlineData("1h", "", "carries a zone", "time_zone: Europe/Berlin")]
    [InlineData("1d", "", "carries a zone", "local business time")]
    public async Task A_zone_that_cannot_be_is_answered(string frequency, string zone, params string[] expected)
    {
        _run.Write("sales.csv", "series_id,timestamp,target\nA,2020-10-25 00:00:00+02:00,1\n");
        (await Process("sales.csv", frequency, zone, "{ type: lag, lags: [1] }")).ShouldBe(2);
        foreach (var text in expected) _run.Errors.ShouldContain(text);
    }

    private Task<int> Process(string sales, string frequency, string zone, params string[] entries)
    {
        _run.Write(
            "f.yaml",
            $"feature_set: test_v1\nfrequency: {frequency}\n{zone}\ndefaults: {{ dtype: float64 }}\nfeatures:\n"
            + string.Concat(entries.Select(entry => $"  - {entry}\n")));
        return _run.Run("process", "--input", _run.PathOf(sales), "--output", _run.PathOf("out"), "--features", _run.PathOf("f.yaml"));
    }
}
