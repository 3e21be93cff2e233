using System.Text.Json;

namespace SecretMagic.Integration.Cli;

/// <summary><c>secretmagic bom</c>: questions about recipes in files.</summary>
public sealed class BomTests : IDisposable
{
    private const string Ramen =
        "parent,component,quantity,unit,scrap,stop\nramen,broth,0.3,l,,\nramen,noodles,120,g,0.05,\nbroth,bones,0.5,kg,,\nnoodles,flour,0.75,kg,,\n"
        + "noodles,starter,0.1,kg,,\nstarter,flour,0.5,kg,,\nstarter,starter,0.2,kg,,true\n";

    private readonly SecretMagicRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_clean_book_is_ok_and_has_a_version()
    {
        (await Ask("check", Ramen, "--json")).ShouldBe(0, _run.Errors);
        var report = JsonDocument.Parse(_run.Output).RootElement;
        report.GetProperty("status").GetString().ShouldBe("ok");
        report.GetProperty("lines").GetInt32().ShouldBe(7);
        report.GetProperty("items").GetInt32().ShouldBe(6);
        var version = report.GetProperty("version").GetString();
        var lines = Ramen.TrimEnd().Split('\n');
        await Ask("check", string.Join('\n', (string[])[lines[0], .. lines.Skip(1).Reverse()]) + "\n", "--json");
        JsonDocument.Parse(_run.Output).RootElement.GetProperty("version").GetString().ShouldBe(version);
    }

    [Fact]
    public async Task All_findings_come_at_once_with_file_and_line()
    {
        _run.Write("items.csv", "item,unit,yield\nbroth,l,2\nflour,kg,\n");
        _run.Write("conversions.csv", "from,to,factor\nsack,kg,25\nbag,kg,0\n");
        (await Ask(
            "check", "parent,component,quantity,unit\nramen,broth,0.3,l\nramen,flour,-1,kg\nramen,flour,1,cup\n",
            "--items", _run.PathOf("items.csv"), "--conversions", _run.PathOf("conversions.csv"), "--json")).ShouldBe(2);
        var findings = JsonDocument.Parse(_run.Output).RootElement.GetProperty("findings").EnumerateArray()
            .Select(finding => $"{Path.GetFileName(finding.GetProperty("file").GetString())} {finding.GetProperty("line").GetInt64()}").ToArray();
        findings.ShouldContain("bom.csv 3");
        findings.ShouldContain("bom.csv 4");
        findings.ShouldContain("items.csv 2");
        findings.ShouldContain("conversions.csv 3");
    }

    [Fact]
    public async Task Lines_of_a_folder_are_counted_in_their_file()
    {
        _run.Write("book/a.csv", "parent,component,quantity\nA,B,1\nA,C,1\n");
        _run.Write("book/b.csv", "parent,component,quantity\nB,D,1\nB,E,-1\n");
        (await _run.Run("bom", "check", "--bom", _run.PathOf("book"))).ShouldBe(2);
        _run.Output.ShouldContain("b.csv");
        _run.Output.ShouldMatch(@"b\.csv\s+3\s+quantity");
    }

    [Fact]
    public async Task Cycles_are_exit_code_3_or_left_out()
    {
        const string Cyclic = "parent,component,quantity\nA,B,1\nB,C,1\nC,A,1\nX,Y,2\n";
        (await Ask("check", Cyclic)).ShouldBe(3);
        _run.Output.ShouldContain("BOM cycle: A -> B -> C -> A");
        (await Ask("check", Cyclic, "--cycles", "isolate")).ShouldBe(0);
        _run.Output.ShouldContain("left out because of cycles: 3 items: A, B, C");
        (await Ask("where-used", Cyclic, "--item", "Y", "--cycles", "isolate")).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain("Y goes into 1 items");
        (await Ask("where-used", Cyclic, "--item", "Y")).ShouldBe(3);
    }

    [Fact]
    public async Task Where_used_goes_up_all_levels_in_units_of_the_item()
    {
        _run.Write("items.csv", "item,unit\nnoodles,kg\nflour,kg\n");
        (await Ask("where-used", Ramen, "--item", "flour", "--items", _run.PathOf("items.csv"), "--json")).ShouldBe(0, _run.Errors);
        var uses = JsonDocument.Parse(_run.Output).RootElement.EnumerateArray()
            .ToDictionary(use => use.GetProperty("item").GetString()!, use => use.GetProperty("units").GetDouble());
        uses["starter"].ShouldBe(0.5);
        uses["noodles"].ShouldBe(0.75 + 0.1 * 0.5, 1e-12);
        uses["ramen"].ShouldBe(0.12 * 1.05 * 0.8, 1e-12);
    }

    [Fact]
    public async Task Pegging_divides_a_requirement_among_dishes()
    {
        _run.Write("demand.csv", "item,date,quantity\nsoup,2026-01-01,2\nstew,2026-01-02,3\nstew,2026-01-03,1\n");
        (await Ask("peg", "parent,component,quantity\nsoup,bones,1\nstew,bones,2\n", "--item", "bones", "--demand", _run.PathOf("demand.csv"), "--json"))
            .ShouldBe(0, _run.Errors);
        var parts = JsonDocument.Parse(_run.Output).RootElement.EnumerateArray()
            .Select(part => $"{part.GetProperty("item").GetString()} {part.GetProperty("units").GetDouble()} {part.GetProperty("quantity").GetDouble()}").ToArray();
        parts.ShouldBe(["stew 2 8", "soup 1 2"]);
    }

    [Fact]
    public async Task Can_build_names_what_limits()
    {
        _run.Write("stock.csv", "item,quantity\nbones,10\nflour,30\nstarter,100\n");
        _run.Write("items.csv", "item,unit\nnoodles,kg\n");
        (await Ask("can-build", Ramen, "--stock", _run.PathOf("stock.csv"), "--items", _run.PathOf("items.csv"))).ShouldBe(0, _run.Errors);
        _run.Output.ShouldMatch(@"ramen\s+66\.666667\s+66\s+bones");
    }

    [Fact]
    public async Task Costs_roll_up_and_missing_prices_are_said()
    {
        _run.Write("prices.csv", "item,price\nbones,3\n");
        (await Ask("cost", "parent,component,quantity\nbroth,bones,0.5\nramen,broth,2\nramen,egg,1\n", "--prices", _run.PathOf("prices.csv")))
            .ShouldBe(0, _run.Errors);
        _run.Output.ShouldMatch(@"broth\s+1\.5");
        _run.Output.ShouldMatch(@"ramen\s+the price of egg is missing");
        _run.Output.ShouldContain("1 without all prices; missing: egg");
    }

    [Fact]
    public async Task A_starter_made_with_some_of_itself_costs_what_it_takes_from_stock()
    {
        string[] cost = ["--prices", _run.Write("prices.csv", "item,price\nbones,3\nflour,4\n"), "--items", _run.Write("items.csv", "item,unit\nnoodles,kg\n")];
        (await Ask("cost", Ramen, cost)).ShouldBe(0, _run.Errors);
        _run.Output.ShouldMatch(@"noodles\s+the price of starter, taken from stock, is missing");
        _run.Write("prices.csv", "item,price\nbones,3\nflour,4\nstarter,10\n");
        (await Ask("cost", Ramen, [.. cost, "--json"])).ShouldBe(0, _run.Errors);
        var starter = JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().Single(item => item.GetProperty("item").GetString() == "starter");
        starter.GetProperty("cost").GetDouble().ShouldBe(0.5 * 4 + 0.2 * 10, 1e-12);
    }

    [Fact]
    public async Task A_recipe_is_shown_as_a_tree_and_drawn()
    {
        (await Ask("show", Ramen, "--item", "ramen")).ShouldBe(0, _run.Errors);
        _run.Output.ShouldContain("0.3 l  broth");
        _run.Output.ShouldContain("120 g, scrap 5 %  noodles");
        (await Ask("show", Ramen, "--item", "ramen", "--svg", _run.PathOf("ramen.svg"))).ShouldBe(0, _run.Errors);
        var svg = File.ReadAllText(_run.PathOf("ramen.svg"));
        svg.ShouldContain(">bones<");
        svg.ShouldContain("0.5 kg");
        System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public async Task Bad_rows_of_demand_and_stock_are_named_with_their_line()
    {
        _run.Write("stock.csv", "item,quantity\nbones,10\nflour,-1\n");
        (await Ask("can-build", Ramen, "--stock", _run.PathOf("stock.csv"))).ShouldBe(2);
        _run.Errors.ShouldContain("stock.csv, line 3");
        _run.Write("demand.csv", "item,date,quantity\nramen,2026-01-01,-2\n");
        (await Ask("peg", Ramen, "--item", "flour", "--demand", _run.PathOf("demand.csv"))).ShouldBe(2);
        _run.Errors.ShouldContain("demand.csv, line 2");
    }

    [Fact]
    public async Task A_shown_recipe_stops_at_isolated_items()
    {
        const string Cyclic = "parent,component,quantity\nA,B,1\nB,A,1\nX,A,2\nX,Y,1\n";
        (await Ask("show", Cyclic, "--item", "X", "--cycles", "isolate", "--json")).ShouldBe(0, _run.Errors);
        JsonDocument.Parse(_run.Output).RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("item").GetString())
            .ShouldBe(["X", "A", "Y"]);
        (await Ask("show", Cyclic, "--item", "A", "--cycles", "isolate")).ShouldBe(3);
        _run.Errors.ShouldContain("BOM cycle: A -> B -> A");
    }

    [Theory]
    [InlineData("where-used", "--item", "ramn", "Did you mean 'ramen'?")]
    [InlineData("show", "--item", "nothing", "no recipe and no item list names 'nothing'")]
    [InlineData("where-used", "--item", "ramen", "--on", "1.1.2026", "'1.1.2026' is no date")]
    public async Task What_cannot_be_answered_is_said(string question, params string[] rest)
    {
        (await Ask(question, Ramen, [.. rest[..^1]])).ShouldBe(2);
        _run.Errors.ShouldContain(rest[^1]);
    }

    private Task<int> Ask(string question, string bom, params string[] more) => _run.Run(["bom", question, "--bom", _run.Write("bom.csv", bom), .. more]);
}
