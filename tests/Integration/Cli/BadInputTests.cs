namespace SecretMagic.Integration.Cli;

/// <summary>What a user can do wrong, and what the program answers: what, where, what to do; exit code 2; nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Good = "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-02,2\n";
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    /// <summary>A name, the content of sales.csv, and texts that the answer must hold.</summary>
    public static TheoryData<string, string, string[]> Sales { get; } = new()
    {
        { "missing column", "series_id,timestamp,units\nA,2020-01-01,1\n", ["sales.csv, line 1", "column 'target' is missing", "series_id, timestamp, units"] },
        { "unparsable number", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-02,abc\n", ["sales.csv, line 3, target", "'abc' is not a number"] },
        { "number with a comma", "series_id;timestamp;target\nA;2020-01-01;1,5\n", ["line 2, target", "'1,5'", "write 1.5"] },
        { "unparsable timestamp", "series_id,timestamp,target\nA,31/12/2020,1\n", ["line 2, timestamp", "'31/12/2020'", "2011-12-31"] },
        { "duplicate", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-02,1\nA,2020-01-01,3\n", ["series 'A'", "2020-01-01", "lines 2, 4", "duplicates: sum"] },
        { "no rows", "series_id,timestamp,target\n", ["sales.csv", "no rows"] },
        { "empty file", "", ["sales.csv", "empty"] },
        { "empty key", "series_id,timestamp,target\n,2020-01-01,1\n", ["line 2, series_id", "1 rows have no series_id"] },
        { "empty timestamp", "series_id,timestamp,target\nA,,1\n", ["line 2, timestamp", "1 rows have no timestamp"] },
        { "infinite value", "series_id,timestamp,target\nA,2020-01-01,inf\n", ["series 'A' at 2020-01-01", "infinite: null"] },
        { "time of day on a daily grid", "series_id,timestamp,target\nA,2020-01-01 10:30:00,1\n", ["series 'A'", "2020-01-01 10:30:00", "grid of 1d"] },
        { "a year of the far future", "series_id,timestamp,target\nA,2020-01-01,1\nA,9020-01-01,1\n", ["series 'A'", "spans", "is a timestamp wrong"] },
        { "a line with too few fields", "series_id,timestamp,target\nA,2020-01-01\n", ["line 2", "2 fields", "3"] },
        { "a line with too many fields", "series_id,timestamp,target\nA,2020-01-01,1,9\n", ["line 2", "4 fields", "3"] },
        { "a zone", "series_id,timestamp,target\nA,2020-01-01 10:00:00+02,1\n", ["timestamp", "carries a zone"] },
        { "the end of time", "series_id,timestamp,target\nA,9999-12-31,1\n", ["timestamp", "between the years"] },
        { "a column named twice", "series_id,timestamp,target,target\nA,2020-01-01,1,2\n", ["line 1", "'target' is named twice"] },
        { "a column without name", "series_id,timestamp,,target\nA,2020-01-01,1,2\n", ["line 1", "column 3 has no name"] },
    };

    [Theory]
    [MemberData(nameof(Sales))]
    public async Task Bad_sales_are_answered_with_what_and_where(string what, string csv, string[] expected)
    {
        _run.Write("sales.csv", csv);
        await Refused(2, what, expected, "process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features", _run.Features("{ type: lag, lags: [1] }"));
    }

    [Fact]
    public async Task A_line_of_ten_megabytes_is_named()
    {
        _run.Write("sales.csv", Good + new string('A', 10_000_000) + ",2020-01-02,1\n");
        await Process(2, "sales.csv", "line 4", "longer than 2,000,000 bytes");
    }

    [Fact]
    public async Task A_header_of_ten_megabytes_is_named()
    {
        _run.Write("sales.csv", new string('A', 10_000_000));
        await Process(2, "sales.csv", "line 1", "is this a CSV file?");
    }

    [Fact]
    public async Task A_file_of_another_encoding_is_named_with_its_line()
    {
        _run.Write("sales.csv", [.. "series_id,timestamp,target\nA,2020-01-01,1\nCaf"u8, 0xe9, .. ",2020-01-01,1\n"u8]);
        await Process(2, "sales.csv", "line 3", "not UTF-8", "iconv");
    }

    [Fact]
    public async Task A_file_in_UTF_16_is_named()
    {
        _run.Write("sales.csv", System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes(Good)).ToArray());
        await Process(2, "sales.csv", "UTF-16", "iconv");
    }

    [Fact]
    public async Task Rows_in_any_order_and_gaps_give_the_same_files()
    {
        var features = _run.Features("{ type: lag, lags: [1] }", "{ type: ma, windows: [3] }");
        _run.Write("a/sales.csv", "series_id,timestamp,target\nA,2020-01-01,1\nA,2020-01-04,2\nB,2020-01-01,3\nB,2020-01-02,4\n");
        _run.Write("b/sales.csv", "series_id,timestamp,target\nB,2020-01-02,4\nA,2020-01-04,2\nB,2020-01-01,3\nA,2020-01-01,1\n");
        foreach (var input in (string[])["a", "b"])
            (await _run.Run("process", "--input", _run.PathOf($"{input}/sales.csv"), "--output", _run.PathOf($"out-{input}"), "--features", features)).ShouldBe(0, _run.Errors);
        _run.Fingerprints("out-a/features/test_v1/year=2020").ShouldBe(_run.Fingerprints("out-b/features/test_v1/year=2020"));
        _run.Query("SELECT series_id, timestamp, target, lag_1, ma_3 FROM '{out}/out-a/features/test_v1/*/*.parquet' ORDER BY ALL").ShouldBe(
            [
                ["A", "2020-01-01", "1.0", "null", "1.0"], ["A", "2020-01-02", "null", "1.0", "1.0"], ["A", "2020-01-03", "null", "null", "1.0"],
                ["A", "2020-01-04", "2.0", "null", "2.0"], ["B", "2020-01-01", "3.0", "null", "3.0"], ["B", "2020-01-02", "4.0", "3.0", "3.5"],
            ]);
    }

    [Fact]
    public async Task A_cut_off_Parquet_file_is_named()
    {
        _run.Write("sales.csv", Good);
        (await _run.Run("process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("made"), "--features", _run.Features("{ type: lag, lags: [1] }"))).ShouldBe(0, _run.Errors);
        var whole = File.ReadAllBytes(Directory.GetFiles(_run.PathOf("made"), "*.parquet", SearchOption.AllDirectories)[0]);
        _run.Write("cut.parquet", whole[..(whole.Length / 2)]);
        await Refused(2, "cut", ["cut.parquet", "cut off"], "process", "--input", _run.PathOf("cut.parquet"), "--output", _run.PathOf("out"), "--features", _run.PathOf("features.yaml"));
    }

    [Theory]
    [InlineData("{ type: lagg, lags: [1] }", "line 5", "lagg", "lag")]
    [InlineData("{ type: lag, lag: [1] }", "line 5", "lag: is not a key", "lags")]
    [InlineData("{ type: ma, windows: [0] }", "line 5", "windows", "0")]
    [InlineData("{ type: ema, alpha: 1.5 }", "line 5", "alpha", "1.5")]
    [InlineData("{ type: ma, windows: [3], min_samples: 4 }", "line 5", "min_samples", "4")]
    [InlineData("{ type: ma, windows: seven }", "line 5", "windows", "seven")]
    [InlineData("{ type: lag, lags: [1, 1] }", "line 5", "lag_1", "a name of its own")]
    [InlineData("{ type: presence }\n  - { type: presence }", "line 6", "presence", "leave one of the entries out")]
    [InlineData("{ type: price, price: prize }", "line 5", "no column 'prize'", "they have target, price, units")]
    public async Task A_wrong_feature_is_named_with_its_line_and_key(string entry, string line, string what, string hint)
    {
        _run.Write("sales.csv", "series_id,timestamp,target,price,units\nA,2020-01-01,1,2,3\n");
        _run.Features(entry);
        await Process(2, "features.yaml", line, what, hint);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_named_before_any_work()
    {
        _run.Write("sales.csv", Good);
        _run.Write("file", "not a folder");
        (await _run.Run("process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("file"), "--features", _run.Features("{ type: lag, lags: [1] }"))).ShouldBe(2);
        _run.Errors.ShouldContain(_run.PathOf("file"));
        _run.Errors.ShouldContain("--output");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        await Refused(2, "absent", ["absent.csv", "no such file"], "process", "--input", _run.PathOf("absent.csv"), "--output", _run.PathOf("out"), "--features", _run.Features("{ type: lag, lags: [1] }"));
    }

    [Theory]
    [InlineData("proces")]
    [InlineData("process", "--inptu", "x")]
    [InlineData("process")]
    [InlineData("explode", "--bom", "x")]
    [InlineData("process", "--input", "x", "--output", "y", "--format", "feather")]
    public async Task Bad_usage_is_exit_code_2_and_points_to_help(params string[] arguments)
    {
        (await _run.Run(arguments)).ShouldBe(2);
        _run.Errors.ShouldContain("--help");
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task Gzip_data_that_was_cut_off_is_named(double part)
    {
        var rows = string.Concat(Enumerable.Range(0, 5000).Select(day => $"A,{new DateOnly(2000, 1, 1).AddDays(day):yyyy-MM-dd},{day * 7919 % 997}\n"));
        using var zipped = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(zipped, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes("series_id,timestamp,target\n" + rows));
        _run.Write("sales.csv.gz", zipped.ToArray()[..(int)(zipped.Length * part)]);
        await Refused(
            2, "gzip", ["sales.csv.gz", "cut off"], "process", "--input", _run.PathOf("sales.csv.gz"), "--output", _run.PathOf("out"), "--features",
            _run.Features("{ type: lag, lags: [1] }"));
    }

    [Fact]
    public async Task A_name_with_pattern_characters_is_this_file_alone()
    {
        _run.Write("s[1].csv", Good);
        _run.Write("s1.csv", "series_id,timestamp,target\nZ,2020-01-01,777\n");
        (await _run.Run("process", "--input", _run.PathOf("s[1].csv"), "--output", _run.PathOf("out"), "--features", _run.Features("{ type: lag, lags: [1] }")))
            .ShouldBe(0, _run.Errors);
        _run.Query("SELECT DISTINCT series_id FROM '{out}/out/features/test_v1/*/*.parquet'").ShouldBe([["A"]]);
    }

    [Fact]
    public async Task Files_of_others_are_not_replaced_and_a_result_without_its_files_is_made_again()
    {
        _run.Write("sales.csv", Good);
        var features = _run.Features("{ type: lag, lags: [1] }");
        string[] process = ["process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("made"), "--features", features];
        _run.Write("made/features/test_v1/letter.txt", "precious");
        (await _run.Run(process)).ShouldBe(3);
        File.ReadAllText(_run.PathOf("made/features/test_v1/letter.txt")).ShouldBe("precious");
        File.Delete(_run.PathOf("made/features/test_v1/letter.txt"));
        (await _run.Run(process)).ShouldBe(0, _run.Errors);
        var first = _run.Fingerprints("made");
        File.Delete(Directory.GetFiles(_run.PathOf("made"), "*.parquet", SearchOption.AllDirectories)[0]);
        (await _run.Run(process)).ShouldBe(0, _run.Errors);
        _run.Fingerprints("made").ShouldBe(first);
    }

    [Fact]
    public async Task Without_a_word_the_program_says_what_it_can_do()
    {
        (await _run.Run()).ShouldBe(0);
        _run.Output.ShouldContain("process");
        _run.Output.ShouldContain("explode");
        _run.Output.ShouldContain("demo");
    }

    private async Task Process(int code, params string[] expected) => await Refused(
        code, "", expected, "process", "--input", _run.PathOf("sales.csv"), "--output", _run.PathOf("out"), "--features",
        File.Exists(_run.PathOf("features.yaml")) ? _run.PathOf("features.yaml") : _run.Features("{ type: lag, lags: [1] }"));

    private async Task Refused(int code, string what, string[] expected, params string[] arguments)
    {
        (await _run.Run(arguments)).ShouldBe(code, $"{what}: {_run.Output}{_run.Errors}");
        foreach (var text in expected) _run.Errors.ShouldContain(text);
        _run.Errors.ShouldNotContain("   at ");
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse("a refused run leaves nothing behind");
    }
}
