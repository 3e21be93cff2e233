using System.Diagnostics;
using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary>
/// The dependencies of Debian's packages as a book of recipes: large, deep and full of knots. The expected numbers were counted by another
/// program, by peeling packages off in topological order.
/// </summary>
public sealed class PackageGraphTests : IDisposable
{
    private const int Edges = 263_255;
    private readonly SecretMagicRun _run = new();

    public PackageGraphTests()
    {
        using var database = Storage.Duck.DuckDatabase.Open(new Storage.Duck.DuckOptions());
        using var connection = database.Connect();
        connection.Execute(
            "COPY (SELECT package AS parent, depends_on AS component, 1 AS quantity FROM "
            + $"read_csv('{SecretMagicRun.Checkout}/data/bom/debian/bookworm_main_amd64_depends.csv.gz', all_varchar = true, header = true)) "
            + $"TO '{_run.PathOf("bom.csv")}' (HEADER)", CancellationToken.None);
        _run.Write("demand.csv", "item,date,quantity\nkde-full,2026-01-01,1\n");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task All_sets_of_packages_that_need_each_other_are_found_at_once()
    {
        var clock = Stopwatch.StartNew();
        (await _run.Run("bom", "check", "--bom", _run.PathOf("bom.csv"), "--json")).ShouldBe(3, _run.Errors);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), "it takes about a second");
        var report = JsonDocument.Parse(_run.Output).RootElement;
        report.GetProperty("status").GetString().ShouldBe("cyclic");
        report.GetProperty("lines").GetInt32().ShouldBe(Edges);
        var cycles = report.GetProperty("cycles").EnumerateArray().ToArray();
        cycles.Length.ShouldBe(60);
        cycles.Sum(cyclic => cyclic.GetProperty("members").GetArrayLength()).ShouldBe(159);
        cycles.Max(cyclic => cyclic.GetProperty("members").GetArrayLength()).ShouldBe(11);
        cycles.Sum(cyclic => cyclic.GetProperty("paths").GetArrayLength()).ShouldBe(112);
        cycles.ShouldAllBe(cyclic => !cyclic.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task What_hangs_on_no_cycle_keeps_its_levels()
    {
        (await _run.Run("bom", "check", "--bom", _run.PathOf("bom.csv"), "--cycles", "isolate", "--json")).ShouldBe(0, _run.Errors);
        var report = JsonDocument.Parse(_run.Output).RootElement;
        report.GetProperty("items").GetInt32().ShouldBe(59_401);
        report.GetProperty("isolated").GetArrayLength().ShouldBe(59_401 - 57_024);
        report.GetProperty("levels").GetInt32().ShouldBe(35);
    }

    [Fact]
    public async Task Cyclic_packages_are_refused_and_what_hangs_on_no_cycle_is_exploded()
    {
        (await Explode()).ShouldBe(3);
        _run.Errors.Split("BOM cycle: ").Length.ShouldBe(61);
        (await Explode("--cycles", "isolate", "--max-levels", "100")).ShouldBe(0, _run.Errors);
        Summary().GetProperty("status").GetString().ShouldBe("isolated");
        Summary().GetProperty("levels").GetInt32().ShouldBe(24);
        _run.Query("SELECT item, quantity FROM '{out}/out/requirements.parquet' ORDER BY quantity DESC, item LIMIT 3").ShouldBe(
            [["libassuan0", "641524.0"], ["libkf5coreaddons-data", "616138.0"], ["libkf5coreaddons5", "616138.0"]]);
        _run.Query("SELECT count(*), sum(quantity) FROM '{out}/out/requirements.parquet'").ShouldBe([["671", "8084206.0"]]);
    }

    [Fact]
    public async Task Deeper_than_the_limit_the_frontier_is_told()
    {
        (await Explode("--cycles", "isolate")).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain("truncated: 159 items have recipes deeper than --max-levels");
        Summary().GetProperty("status").GetString().ShouldBe("truncated");
        var frontier = Summary().GetProperty("frontier").EnumerateArray().ToArray();
        frontier.Length.ShouldBe(159);
        frontier.Sum(cut => cut.GetProperty("quantity").GetDouble()).ShouldBe(5640);
        _run.Query("SELECT count(*) FROM '{out}/out/requirements.parquet'").ShouldBe([["513"]]);
    }

    private Task<int> Explode(params string[] more) => _run.Run(
        ["explode", "--bom", _run.PathOf("bom.csv"), "--demand", _run.PathOf("demand.csv"), "--output", _run.PathOf("out"), .. more]);

    private JsonElement Summary() => JsonDocument.Parse(File.ReadAllText(_run.PathOf("out/summary.json"))).RootElement;
}
