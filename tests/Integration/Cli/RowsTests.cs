namespace SecretMagic.Integration.Cli;

/// <summary>Rows as they come, through the commands of the program.</summary>
public sealed class RowsTests : IDisposable
{
    private readonly SecretMagicRun _run = new();

    public RowsTests()
    {
        _run.Features("{ type: lag, lags: [1] }", "{ type: ma, windows: [3] }", "{ type: promo, price: price, optional: true }");
        _run.Write("week.csv", "series_id,timestamp,target\na,2026-01-01,1\na,2026-01-02,2\na,2026-01-03,6\nb,2026-01-03,4\n");
        _run.Write("late.csv", "series_id,timestamp,target,known_at\na,2026-01-02,5,2026-01-20\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Rows_are_planned_added_corrected_asked_and_verified()
    {
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme lag {_run.Write("lag.json", """{"lags":[1]}""")}");
        await _run.Refused(Plan, "'secretmagic configs confirm acme' stands for it");
        await _run.Done("configs confirm acme --by kim");
        await _run.Refused("rows features acme --series a", "'secretmagic rows plan acme --features FILE' says what is computed");
        var planned = await _run.Asked($"{Plan} --shards 3 --json");
        (planned.GetProperty("version").GetInt32(), planned.GetProperty("shards").GetInt32()).ShouldBe((1, 3));
        planned.GetProperty("left_out")[0].GetString().ShouldBe("promo");

        (await Added("week.csv --known-at 2026-01-10")).ShouldBe((4, 4));
        (await Added("week.csv --known-at 2026-01-10")).ShouldBe((4, 0));
        (await Mean("")).ShouldBe(3);
        (await Added("late.csv")).ShouldBe((1, 1));
        (await Mean("")).ShouldBe(4);
        (await Mean(" --as-of 2026-01-15")).ShouldBe(3);
        await _run.Refused("rows features acme --series a --as-of 2026-01-05", "no rows of series 'a' that were known by 2026-01-05");
        await _run.Done("verify --client acme --online");
        _run.Output.ShouldContain("2 series compared, all equal");
        (await _run.Asked("verify --client acme --online --json")).GetProperty("outcome").GetString().ShouldBe("equal");
    }

    [Fact]
    public async Task What_is_served_is_verified_only_with_a_plan_and_alone()
    {
        await Confirmed();
        await _run.Refused("verify --client acme --online", "'secretmagic rows plan acme --features FILE' says what is computed");
        foreach (var both in (string[])["verify --client acme", "verify --client acme --online --feature-set test_v1"])
        {
            (await _run.Run(both.Split(' '))).ShouldBe(2, _run.Output);
            _run.Errors.ShouldContain("--feature-set NAME or --online");
        }

        (await _run.Run("verify", "--client", "acme", "--online", "--input", _run.PathOf("week.csv"))).ShouldBe(2, _run.Output);
        _run.Errors.ShouldContain("--input goes with --feature-set");
    }

    [Fact]
    public async Task A_plan_that_rows_alone_do_not_tell_is_refused_and_says_why()
    {
        await Confirmed();
        foreach (var (entry, because) in ((string, string)[])[
            ("{ type: static, columns: [shop] }", "a table beside the rows"), ("{ type: weather, columns: [temp_mean] }", "a table beside the rows"),
            ("{ type: promo, price: price }", "days_to_promo: read rows to come")])
        {
            _run.Features("{ type: lag, lags: [1] }", entry);
            (await _run.Run(Plan.Split(' '))).ShouldBe(2, _run.Output);
            _run.Errors.ShouldContain(because);
        }
    }

    [Fact]
    public async Task Rows_of_json_lines_are_those_of_the_same_csv()
    {
        await Confirmed();
        await _run.Done(Plan);
        (await Added("week.csv --known-at 2026-01-10")).ShouldBe((4, 4));
        _run.Write(
            "week.ndjson",
            """
            {"series_id":"a","timestamp":"2026-01-01","target":1}
            {"target":2.0,"timestamp":"2026-01-02","series_id":"a","note":["unknown"]}
            {"series_id":"a","timestamp":"2026-01-03","target":6e0}
            {"series_id":"b","timestamp":"2026-01-03","target":4}
            """);
        (await Added("week.ndjson --known-at 2026-01-10")).ShouldBe((4, 0));
        _run.Write("late.jsonl", """{"series_id":"a","timestamp":"2026-01-02","target":5,"known_at":"2026-01-20"}""" + "\n");
        (await Added("late.jsonl")).ShouldBe((1, 1));
        (await Mean("")).ShouldBe(4);
        await _run.Done("verify --client acme --online");
    }

    [Theory]
    [InlineData("{\"series_id\":\"a\"", "line 2")]
    [InlineData("", "line 2")]
    [InlineData("[1]", "line 2: the line is no JSON object")]
    [InlineData("{\"series_id\":\"\\ud800\",\"timestamp\":\"2026-01-02\",\"target\":1}", "line 2: a text holds half a character")]
    [InlineData("{\"series_id\":\"a\",\"timestamp\":\"2026-01-02\",\"target\":\"many\"}", "line 2, target: 'many'")]
    [InlineData("{\"series_id\":\"a\",\"timestamp\":\"2026-01-02\",\"target\":[1]}", "line 2, target: is a list")]
    [InlineData("{\"timestamp\":\"2026-01-02\",\"target\":1}", "line 2, series_id")]
    public async Task A_line_that_is_no_row_is_named_by_its_number(string bad, string because)
    {
        await Confirmed();
        await _run.Done(Plan);
        const string Good = """{"series_id":"b","timestamp":"2026-01-02","target":1}""";
        _run.Write("bad.ndjson", $"{Good}\n{bad}\n{Good.Replace("-02", "-03")}\n");
        (await _run.Run("rows", "add", "acme", "--input", _run.PathOf("bad.ndjson"))).ShouldBe(2, _run.Output);
        _run.Errors.ShouldContain(because);
        _run.Errors.ShouldContain("bad.ndjson");
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_named_by_file_and_line()
    {
        await Confirmed();
        await _run.Done(Plan);
        _run.Write("bad.csv", "series_id,timestamp,target\na,2026-01-01,1\na,2026-01-02,many\n");
        (await _run.Run("rows", "add", "acme", "--input", _run.PathOf("bad.csv"))).ShouldBe(2);
        _run.Errors.ShouldContain("line 3, target");
        _run.Write("twice.csv", "series_id,timestamp,target\na,2026-01-01,1\na,2026-01-01,2\n");
        (await _run.Run("rows", "add", "acme", "--input", _run.PathOf("twice.csv"))).ShouldBe(2);
        _run.Errors.ShouldContain("more than one row for series 'a'");
    }

    private string Plan => $"rows plan acme --features {_run.PathOf("features.yaml")}";

    private async Task Confirmed()
    {
        await _run.Done("clients add acme --name Acme");
        await _run.Done($"configs set acme lag {_run.Write("lag.json", """{"lags":[1]}""")}");
        await _run.Done("configs confirm acme --by kim");
    }

    private async Task<(long Rows, long News)> Added(string file)
    {
        var answer = await _run.Asked($"rows add acme --json --input {_run.PathOf(file)}");
        return (answer.GetProperty("rows").GetInt64(), answer.GetProperty("news").GetInt64());
    }

    private async Task<double> Mean(string asOf) =>
        (await _run.Asked($"rows features acme --json --series a{asOf}")).GetProperty("features").GetProperty("ma_3").GetDouble();
}
