namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic explode</c> on files: what comes out, what is refused.</summary>
public sealed class ExplodeTests : IDisposable
{
    private const string Ramen = "parent,component,quantity,unit\nramen,broth,0.3,l\nramen,noodles,0.12,kg\nbroth,bones,0.5,kg\nnoodles,flour,0.75,kg\n";
    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Dishes_become_materials_a_day()
    {
        await Explode(0, Ramen, "item,date,quantity\nramen,2026-01-01,100\nramen,2026-01-02,50\n");
        _run.Query("SELECT item, date, quantity, level FROM '{out}/out/requirements.parquet' ORDER BY ALL").ShouldBe(
            [
                ["bones", "2026-01-01", "15.0", "2"], ["bones", "2026-01-02", "7.5", "2"], ["broth", "2026-01-01", "30.0", "1"], ["broth", "2026-01-02", "15.0", "1"],
                ["flour", "2026-01-01", "9.0", "2"], ["flour", "2026-01-02", "4.5", "2"], ["noodles", "2026-01-01", "12.0", "1"], ["noodles", "2026-01-02", "6.0", "1"],
                ["ramen", "2026-01-01", "100.0", "0"], ["ramen", "2026-01-02", "50.0", "0"],
            ]);
    }

    [Fact]
    public async Task Stock_is_used_in_the_order_of_days_and_the_rest_is_short()
    {
        _run.Write("stock.csv", "item,quantity\nbones,18\nflour,100\n");
        await Explode(0, Ramen, "item,date,quantity\nramen,2026-01-01,100\nramen,2026-01-02,50\n", "--stock", _run.PathOf("stock.csv"));
        _run.Query("SELECT item, date, gross, stock_used, short FROM '{out}/out/coverage.parquet' ORDER BY ALL").ShouldBe(
            [
                ["bones", "2026-01-01", "15.0", "15.0", "0.0"], ["bones", "2026-01-02", "7.5", "3.0", "4.5"],
                ["flour", "2026-01-01", "9.0", "9.0", "0.0"], ["flour", "2026-01-02", "4.5", "4.5", "0.0"],
            ]);
        _run.Output.ShouldContain("1 materials short");
        _run.Output.ShouldContain("bones");
    }

    [Fact]
    public async Task A_cycle_is_exit_code_3_and_named_whole()
    {
        await Explode(3, "parent,component,quantity\nA,B,1\nB,C,1\nC,A,1\n", "item,date,quantity\nA,2026-01-01,1\n");
        _run.Errors.ShouldContain("BOM cycle: A -> B -> C -> A");
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public async Task All_bad_lines_are_named_at_once()
    {
        await Explode(2, "parent,component,quantity,scrap,unit\nA,B,-1,,kg\nA,C,1,10,kg\nA,D,1,0,kg\nE,D,1,0,g\n", "item,date,quantity\nA,2026-01-01,1\n");
        _run.Errors.ShouldContain("bom.csv, line 2");
        _run.Errors.ShouldContain("bom.csv, line 3");
        _run.Errors.ShouldContain("0.1 for 10 %");
        _run.Errors.ShouldContain("kg");
        _run.Errors.ShouldContain("line 5");
    }

    [Theory]
    [InlineData("parent,component\nA,B\n", "item,date,quantity\nA,2026-01-01,1\n", "column 'quantity' is missing")]
    [InlineData(Ramen, "item,date\nramen,2026-01-01\n", "column 'quantity' is missing")]
    [InlineData(Ramen, "item,date,quantity\nramen,2026-01-01,\n", "demand.csv, line 2, quantity")]
    [InlineData(Ramen, "item,date,quantity\nramen,2026-01-01,-5\n", "demand.csv, line 2")]
    [InlineData(Ramen, "item,date,quantity\nramen,yesterday,5\n", "demand.csv, line 2, date")]
    [InlineData(Ramen, "item,date,quantity\n", "no rows")]
    public async Task Bad_files_are_named_with_line_and_column(string bom, string demand, string expected)
    {
        await Explode(2, bom, demand);
        _run.Errors.ShouldContain(expected);
        Directory.Exists(_run.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public async Task Recipes_deeper_than_the_limit_are_cut_loudly()
    {
        await Explode(0, Ramen, "item,date,quantity\nramen,2026-01-01,100\n", "--max-levels", "1");
        _run.Output.ShouldContain("truncated");
        _run.Output.ShouldContain("broth (30.0)");
        File.ReadAllText(_run.PathOf("out/summary.json")).ShouldContain("\"status\": \"truncated\"");
    }

    [Fact]
    public async Task Produced_elsewhere_is_needed_there()
    {
        await Explode(
            0, "parent,component,quantity,produced_at\nramen,broth,0.3,\nbroth,bones,0.5,central\n",
            "item,date,quantity,site\nramen,2026-01-01,100,shop1\nramen,2026-01-01,50,shop2\n");
        _run.Query("SELECT item, site, quantity FROM '{out}/out/requirements.parquet' WHERE item <> 'ramen' ORDER BY ALL").ShouldBe(
            [["bones", "central", "22.5"], ["broth", "central", "45.0"], ["broth", "shop1", "30.0"], ["broth", "shop2", "15.0"]]);
    }

    [Fact]
    public async Task The_same_again_changes_nothing_and_other_stock_replaces_the_result()
    {
        const string Demand = "item,date,quantity\nramen,2026-01-01,100\n";
        await Explode(0, Ramen, Demand);
        var first = _run.Fingerprints("out");
        var written = File.GetLastWriteTimeUtc(_run.PathOf("out/summary.json"));
        await Explode(0, Ramen, Demand);
        _run.Output.ShouldContain("unchanged");
        _run.Fingerprints("out").ShouldBe(first);
        File.GetLastWriteTimeUtc(_run.PathOf("out/summary.json")).ShouldBe(written);
        _run.Write("stock.csv", "item,quantity\nbones,1000\n");
        await Explode(0, Ramen, Demand, "--stock", _run.PathOf("stock.csv"));
        _run.Fingerprints("out")["coverage.parquet"].ShouldNotBe(first["coverage.parquet"]);
    }

    [Fact]
    public async Task A_folder_with_other_files_is_not_replaced()
    {
        _run.Write("out/letter.txt", "precious");
        await Explode(3, Ramen, "item,date,quantity\nramen,2026-01-01,100\n");
        _run.Errors.ShouldContain("letter.txt");
        File.ReadAllText(_run.PathOf("out/letter.txt")).ShouldBe("precious");
    }

    [Fact]
    public async Task Csv_is_written_when_it_is_asked_for()
    {
        await Explode(0, Ramen, "item,date,quantity\nramen,2026-01-01,100\n", "--format", "csv");
        File.ReadLines(_run.PathOf("out/requirements.csv")).First().ShouldBe("item,site,date,kind,level,quantity,past_due");
        File.ReadLines(_run.PathOf("out/coverage.csv")).First()
            .ShouldBe("item,site,date,kind,level,gross,stock_used,planned,short,left,days_of_cover,past_due,past_due_short");
        File.ReadLines(_run.PathOf("out/supply.csv")).First().ShouldBe("item,site,gross,short,supply_ratio,first_short_day");
        Directory.EnumerateFiles(_run.PathOf("out"), "*.parquet").ShouldBeEmpty();
    }

    [Fact]
    public async Task Supply_says_how_each_material_fares_over_the_horizon()
    {
        _run.Write("stock.csv", "item,quantity\nbones,18\nflour,100\n");
        await Explode(0, Ramen, "item,date,quantity\nramen,2026-01-01,100\nramen,2026-01-02,50\n", "--stock", _run.PathOf("stock.csv"));
        _run.Query("SELECT item, gross, short, supply_ratio, first_short_day FROM '{out}/out/supply.parquet' ORDER BY ALL").ShouldBe(
            [["bones", "22.5", "4.5", "0.8", "2026-01-02"], ["flour", "13.5", "0.0", "1.0", "null"]]);
    }

    [Fact]
    public async Task Lead_days_reach_before_the_horizon_and_stay_visible()
    {
        _run.Write("items.csv", "item,lead_days\nbroth,1\n");
        await Explode(0, Ramen, "item,date,quantity\nramen,2026-01-01,100\nramen,2026-01-02,50\n", "--items", _run.PathOf("items.csv"));
        _run.Query("SELECT date, quantity, past_due FROM '{out}/out/requirements.parquet' WHERE item = 'bones' ORDER BY ALL")
            .ShouldBe([["2026-01-01", "7.5", "15.0"]]);
    }

    [Fact]
    public async Task Routes_outputs_conversions_and_lots_are_read_from_files()
    {
        _run.Write("items.csv", "item,unit,lot_multiple\nflour,kg,25\nwhey,l,\n");
        _run.Write("conversions.csv", "from,to,factor,item\nsack,kg,25,flour\n");
        _run.Write("routes.csv", "item,site,from,days\ndough,shop,bakery,0\n");
        _run.Write("outputs.csv", "process,item,quantity\ncheese,whey,4\n");
        await Explode(
            0, "parent,component,quantity,unit\npizza,dough,1,\ndough,flour,0.01,sack\npizza,cheese,0.1,\ncheese,milk,10,\npizza,whey,0.1,l\n",
            "item,date,quantity,site\npizza,2026-01-01,10,shop\n", "--items", _run.PathOf("items.csv"), "--conversions", _run.PathOf("conversions.csv"),
            "--routes", _run.PathOf("routes.csv"), "--outputs", _run.PathOf("outputs.csv"));
        _run.Query("SELECT item, site, kind, quantity FROM '{out}/out/requirements.parquet' WHERE item IN ('dough', 'flour') ORDER BY ALL").ShouldBe(
            [["dough", "bakery", "produced", "10.0"], ["dough", "shop", "transferred", "10.0"], ["flour", "bakery", "bought", "2.5"]]);
        _run.Query("SELECT planned FROM '{out}/out/coverage.parquet' WHERE item = 'flour' AND site = 'bakery'").ShouldBe([["25.0"]]);
        _run.Query("SELECT short FROM '{out}/out/coverage.parquet' WHERE item = 'whey'").ShouldBe([["0.0"]]);
    }

    [Fact]
    public async Task Cyclic_recipes_are_left_out_where_that_was_asked_for()
    {
        await Explode(
            0, "parent,component,quantity\nA,B,1\nB,A,1\nX,Y,2\n", "item,date,quantity\nA,2026-01-01,1\nX,2026-01-01,1\n", "--cycles", "isolate");
        _run.Output.ShouldContain("isolated: 2 items");
        File.ReadAllText(_run.PathOf("out/summary.json")).ShouldContain("\"status\": \"isolated\"");
        _run.Query("SELECT quantity FROM '{out}/out/requirements.parquet' WHERE item = 'Y'").ShouldBe([["2.0"]]);
    }

    [Fact]
    public async Task Stock_of_items_that_nothing_names_is_said()
    {
        _run.Write("stock.csv", "item,quantity\nbonse,18\n");
        await Explode(0, Ramen, "item,date,quantity\nramen,2026-01-01,100\n", "--stock", _run.PathOf("stock.csv"));
        _run.Output.ShouldContain("neither recipes nor the demand name them: bonse");
    }

    /// <summary>docs/BOM_EXPLOSION.md prints these rows.</summary>
    [Fact]
    public async Task The_example_of_the_documentation_gives_what_it_says()
    {
        string Example(string name) => Path.Combine(SecretMagicRun.Checkout, "docs", "examples", "ramen", name);
        (await _run.Run(
            "explode", "--bom", Example("bom.csv"), "--items", Example("items.csv"), "--demand", Example("demand.csv"), "--stock", Example("stock.csv"),
            "--output", _run.PathOf("out"))).ShouldBe(0, _run.Errors);
        _run.Query("SELECT date, gross, stock_used, short, \"left\", days_of_cover, past_due FROM '{out}/out/coverage.parquet' WHERE item = 'bones' ORDER BY 1")
            .ShouldBe(
            [
                ["2026-01-02", "7.5", "7.5", "0.0", "7.5", "0.625", "15.0"], ["2026-01-03", "12.0", "12.0", "0.0", "15.5", "1.0", "0.0"],
                ["2026-01-04", "0.0", "0.0", "0.0", "15.5", "0.0", "0.0"],
            ]);
        (await _run.Run(
            "bom", "show", "--bom", Example("bom.csv"), "--items", Example("items.csv"), "--item", "ramen", "--on", "2026-01-02",
            "--svg", _run.PathOf("ramen.svg"))).ShouldBe(0, _run.Errors);
        File.ReadAllText(_run.PathOf("ramen.svg")).ShouldBe(File.ReadAllText(Path.Combine(SecretMagicRun.Checkout, "docs", "examples", "ramen.svg")));
    }

    private async Task Explode(int code, string bom, string demand, params string[] more)
    {
        _run.Write("bom.csv", bom);
        _run.Write("demand.csv", demand);
        (await _run.Run(["explode", "--bom", _run.PathOf("bom.csv"), "--demand", _run.PathOf("demand.csv"), "--output", _run.PathOf("out"), .. more]))
            .ShouldBe(code, _run.Output + _run.Errors);
    }
}
