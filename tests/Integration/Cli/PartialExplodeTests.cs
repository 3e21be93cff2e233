using System.Text.Json;
using SecretMagic.Pipeline;

namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic explode --partial</c>: what cannot be exploded is named, the rest is as if it were alone.</summary>
public sealed class PartialExplodeTests : IDisposable
{
    private const string Sound = "parent,component,quantity,unit,yield\nramen,broth,0.3,l,\nbroth,bones,0.5,kg,\nsoup,bones,0.2,kg,\nsushi,rice,0.1,kg,\n";
    private const string Broken = Sound + "cake,dough,1,kg,\ndough,flour,1,kg,90\ndough,bones,1,kg,\nround,ring,1,,\nring,circle,1,,\ncircle,ring,1,,\n";
    private const string Dishes = "ramen,2026-01-01,100\nsoup,2026-01-02,50\nsushi,2026-01-01,7\n";
    private const string Demand = "item,date,quantity\n" + Dishes + "cake,2026-01-02,4\nround,2026-01-01,1\nround,2026-01-02,2\n";
    private static readonly string[] Tables = ["requirements", "coverage", "supply"];
    private readonly SecretMagicRun _run = new();

    public PartialExplodeTests() => _run.Write("stock.csv", "item,quantity\nbones,20\nrice,1\ncake,3\n");

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task What_works_is_that_part_alone_and_the_exit_code_is_4()
    {
        await Explode(4, "out", Broken, Demand, "--partial");
        await Explode(0, "alone", Sound, "item,date,quantity\n" + Dishes);
        foreach (var table in Tables)
            Rows("out", table, table == "coverage" ? "WHERE kind <> 'failed'" : "").ShouldBe(Rows("alone", table, ""));
        _run.Query("SELECT item, date, gross, stock_used, short, \"left\" FROM '{out}/out/coverage.parquet' WHERE kind = 'failed' ORDER BY ALL").ShouldBe(
            [
                ["cake", "2026-01-01", "0.0", "0.0", "0.0", "null"], ["cake", "2026-01-02", "4.0", "0.0", "4.0", "null"],
                ["round", "2026-01-01", "1.0", "0.0", "1.0", "null"], ["round", "2026-01-02", "2.0", "0.0", "2.0", "null"],
            ]);
    }

    [Fact]
    public async Task Every_defect_is_named_with_items_dishes_and_demand()
    {
        await Explode(4, "out", Broken, Demand, "--partial");
        _run.Output.ShouldContain("failed: circle, ring costs round: BOM cycle: circle -> ring -> circle");
        _run.Output.ShouldContain("bom.csv, line 7");
        using var summary = JsonDocument.Parse(File.ReadAllText(_run.PathOf("out/summary.json")));
        summary.RootElement.GetProperty("status").GetString().ShouldBe("partial");
        summary.RootElement.GetProperty("failed_branches").EnumerateArray().Select(branch =>
            $"{branch.GetProperty("rule")}: {string.Join(' ', branch.GetProperty("items").EnumerateArray())}; "
            + string.Join(' ', branch.GetProperty("left_out").EnumerateArray().Select(dish =>
                $"{dish.GetProperty("item")} {dish.GetProperty("lines")} {dish.GetProperty("quantity")}"))).ShouldBe(
            ["yield: cake dough; cake 1 4", "cycle: circle ring round; round 2 3"]);
    }

    [Fact]
    public async Task Without_it_one_defect_refuses_everything()
    {
        await Explode(2, "out", Broken, Demand);
        _run.Errors.ShouldContain("bom.csv, line 7");
        _run.Errors.ShouldContain("BOM cycle: circle -> ring -> circle");
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(3, "parent,component,quantity\nA,B,1\nB,A,1\n", "BOM cycle: A -> B -> A")]
    [InlineData(2, "parent,component,quantity,yield\nA,B,1,90\n", "line 2")]
    public async Task Where_nothing_is_left_it_is_refused_as_without_it(int code, string bom, string reason)
    {
        await Explode(code, "out", bom, "item,date,quantity\nA,2026-01-01,1\n", "--partial");
        _run.Errors.ShouldContain(reason);
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_dish_that_is_too_deep_fails_and_is_not_cut()
    {
        await Explode(4, "out", Sound, "item,date,quantity\n" + Dishes, "--partial", "--max-levels", "1");
        _run.Output.ShouldContain("ramen has 2 levels below it, and 1 are exploded: ramen -> broth -> bones");
        _run.Query("SELECT DISTINCT item FROM '{out}/out/requirements.parquet' ORDER BY 1").ShouldBe([["bones"], ["rice"], ["soup"], ["sushi"]]);
    }

    [Fact]
    public async Task A_whole_book_gives_a_whole_result()
    {
        await Explode(0, "out", Sound, "item,date,quantity\n" + Dishes, "--partial");
        File.ReadAllText(_run.PathOf("out/summary.json")).ShouldContain("\"status\": \"complete\"");
        await Explode(0, "out", Sound, "item,date,quantity\n" + Dishes, "--partial");
        _run.Output.ShouldContain("unchanged");
    }

    [Fact]
    public void No_byte_depends_on_threads_or_on_attempts()
    {
        Big();
        Make("one", threads: 1, _ => { });
        Make("three", threads: 3, _ => { });
        var tries = new int[1000];
        Make("shaky", threads: 2, branch =>
        {
            if (Interlocked.Increment(ref tries[branch]) == 1 && branch % 2 == 0) throw new IOException("No space left on device");
        });
        _run.Fingerprints("three").ShouldBe(_run.Fingerprints("one"));
        _run.Fingerprints("shaky").ShouldBe(_run.Fingerprints("one"));
        tries.Max().ShouldBe(2);
    }

    [Fact]
    public void A_branch_that_the_machine_fails_for_good_is_left_out_and_made_up_by_the_next_run()
    {
        Big();
        Make("whole", threads: 1, _ => { });
        var result = Make("out", threads: 2, branch =>
        {
            if (branch == 1) throw new IOException("No space left on device");
        });
        var failed = result.Report.Failures.ShouldHaveSingleItem();
        (failed.Branch, failed.Rule, failed.Attempts, failed.MayPass, failed.Reason).ShouldBe(("branch 2", "fault", 4, true, "No space left on device"));
        failed.LeftOut.ShouldNotBeEmpty();
        Rows("out", "requirements", "").Length.ShouldBeLessThan(Rows("whole", "requirements", "").Length);
        Make("out", threads: 2, _ => { }).Unchanged.ShouldBeFalse();
        _run.Fingerprints("out").ShouldBe(_run.Fingerprints("whole"));
    }

    /// <summary>docs/BOM_EXPLOSION.md prints these lines.</summary>
    [Fact]
    public async Task The_example_of_the_documentation_gives_what_it_says()
    {
        string Example(string name) => Path.Combine(SecretMagicRun.Checkout, "docs", "examples", "partial", name);
        (await _run.Run(
            "explode", "--bom", Example("bom.csv"), "--demand", Example("demand.csv"), "--stock", Example("stock.csv"), "--output", _run.PathOf("out"),
            "--partial")).ShouldBe(4, _run.Errors);
        _run.Output.ShouldContain("failed: dough costs cake: ");
        File.ReadAllText(_run.PathOf("out/summary.json"))
            .ShouldContain("line 5: Line 5 (dough of flour): yield 90 is not in (0, 1]; yield is a fraction: 0.9 for 90 %");
        _run.Output.ShouldContain("failed: filling, jam costs tart: BOM cycle: filling -> jam -> filling");
        _run.Query("SELECT item, gross, stock_used, short FROM '{out}/out/coverage.parquet' WHERE item = 'flour'").ShouldBe([["flour", "20.0", "15.0", "5.0"]]);
    }

    /// <summary>Enough recipes for several branches.</summary>
    private void Big()
    {
        _run.Write("bom.csv", "parent,component,quantity\n" + string.Concat(Enumerable.Range(0, 9000).Select(dish => $"d{dish},m{dish},2\n")));
        _run.Write("demand.csv", "item,date,quantity\n" + string.Concat(Enumerable.Range(0, 9000).Select(dish => $"d{dish},2026-01-0{1 + dish % 3},{dish % 9}\n")));
    }

    private ExplosionBatchResult Make(string folder, int threads, Action<int> begins) => ExplosionBatch.Run(
        new ExplosionBatchOptions
        {
            Recipes = new RecipeFiles { Bom = _run.PathOf("bom.csv") },
            Demand = _run.PathOf("demand.csv"),
            Output = _run.PathOf(folder),
            IsPartial = true,
            Threads = threads,
            BranchBegins = begins,
            Retry = new RetryPolicy { First = TimeSpan.FromMilliseconds(1) },
        },
        new Silent(), TimeProvider.System, TestContext.Current.CancellationToken);

    private string[] Rows(string folder, string table, string where) =>
        [.. _run.Query($"SELECT * FROM '{{out}}/{folder}/{table}.parquet' {where} ORDER BY ALL").Select(row => string.Join('|', row))];

    private async Task Explode(int code, string folder, string bom, string demand, params string[] more)
    {
        _run.Write("bom.csv", bom);
        _run.Write("demand.csv", demand);
        (await _run.Run(
        [
            "explode", "--bom", _run.PathOf("bom.csv"), "--demand", _run.PathOf("demand.csv"), "--stock", _run.PathOf("stock.csv"),
            "--output", _run.PathOf(folder), .. more,
        ])).ShouldBe(code, _run.Output + _run.Errors);
    }

    private sealed class Silent : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value)
        {
        }
    }
}
