using System.Text.Json;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class GoldenTests
{
    /// <summary>Cases whose lines stand in the file; the others explode data sets and are tested where files may be read.</summary>
    public static TheoryData<string> Explosions =>
        [.. GoldenCase.OfKind("explode").Where(golden => golden.Has("lines")).Select(golden => golden.Id)];

    public static TheoryData<string> Cycles =>
        [.. GoldenCase.OfKind("cycle").Where(golden => golden.Has("lines")).Select(golden => golden.Id)];

    [Theory]
    [MemberData(nameof(Explosions))]
    public void An_explosion_gives_the_known_quantities(string id)
    {
        var golden = GoldenCase.Of(id);
        var required = Given.Required(Given.Graph(golden.Lines(), golden.Items()), [.. GoldenCase.Quantities(golden["demand"])]);
        foreach (var (item, quantity) in GoldenCase.Quantities(golden["expected"])) required[item].ShouldBeAbout(quantity, item);
        if (!golden.Has("phantom")) return;
        foreach (var phantom in golden["phantom"].EnumerateArray()) required.ShouldNotContainKey(phantom.GetString()!);
    }

    [Theory]
    [MemberData(nameof(Cycles))]
    public void Cycles_are_the_known_ones(string id)
    {
        var golden = GoldenCase.Of(id);
        var compiled = BomGraph.Compile(golden.Lines(), golden.Items());
        compiled.Cycles.Select(cycle => cycle.ToString()).ShouldBe(Paths(golden["expected"].GetProperty("cycles")));
    }

    [Fact]
    public void A_self_line_that_stops_is_taken_from_stock()
    {
        var golden = GoldenCase.Of("cycle-do-not-explode-allowed");
        var required = Given.Required(Given.Graph(golden.Lines()), [.. GoldenCase.Quantities(golden["demand"])]);
        foreach (var (item, quantity) in GoldenCase.Quantities(golden["expected"].GetProperty("requirements")))
            required[item].ShouldBeAbout(quantity, item);
    }

    [Fact]
    public void Lines_that_overlap_by_a_day_form_a_cycle_on_that_day()
    {
        var golden = GoldenCase.Of("cycle-needs-same-date");
        var lines = golden.Lines();
        lines[0] = lines[0] with { ValidTo = new DateOnly(2026, 2, 2) };
        var cycle = BomGraph.Compile(lines, []).Cycles.ShouldHaveSingleItem();
        Paths(golden["contrast"].GetProperty("expected_cycles")).ShouldBe([cycle.ToString()]);
        (cycle.FirstDay, cycle.LastDay).ShouldBe((new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 1)));
    }

    [Fact]
    public void Transfers_in_a_circle_are_a_cycle()
    {
        var golden = GoldenCase.Of("cycle-transfer");
        string At(JsonElement transfer, string site) =>
            $"{transfer.GetProperty("item").GetString()}@{transfer.GetProperty(site).GetString()}";
        BomEdge[] edges = [.. golden["transfers"].EnumerateArray()
            .Select(transfer => new BomEdge(At(transfer, "to"), At(transfer, "frm")))];
        BomCycle.Find(edges).Select(cycle => cycle.ToString()).ShouldBe(Paths(golden["expected"].GetProperty("cycles")));
    }

    [Fact]
    public void Deeper_than_allowed_is_told_with_what_was_cut()
    {
        var golden = GoldenCase.Of("max-levels-not-silent");
        var demand = Given.OneDay(GoldenCase.Quantities(golden["demand"]));
        var options = new ExplosionOptions { MaxLevels = golden["max_levels"].GetInt32() };
        Given.Exploded(Given.Graph(golden.Lines()), demand, options, out var summary).Keys.ShouldNotContain(key => key.Item == "L6");
        summary.Status.ToString().ShouldBe(golden["expected"].GetProperty("status").GetString(), StringCompareShould.IgnoreCase);
        summary.Frontier.Select(cut => (cut.Item, cut.Quantity))
            .ShouldBe(GoldenCase.Quantities(golden["expected"].GetProperty("frontier")));
    }

    [Fact]
    public void A_shared_ingredient_is_short_once()
    {
        var golden = GoldenCase.Of("grocy-shared-ingredient-coverage");
        var graph = Given.Graph(golden.Lines());
        foreach (var given in golden["stock_cases"].EnumerateArray())
        {
            var covered = Given.Covered(graph, Given.OneDay(GoldenCase.Quantities(golden["demand"])), Stock(given.GetProperty("stock")));
            var expected = given.GetProperty("expected");
            foreach (var (item, missing) in GoldenCase.Quantities(expected.GetProperty("missing")))
                covered[(item, "")].Short[0].ShouldBeAbout(missing);
            covered.Values.Any(row => row.Short[0] > 0).ShouldBe(!expected.GetProperty("fulfilled").GetBoolean());
        }
    }

    [Theory]
    [InlineData("sas-lamp-net")]
    [InlineData("sas-lamp-net-scrap")]
    [InlineData("erpnext-skip-available")]
    public void Stock_of_intermediates_is_used_before_they_are_exploded(string id)
    {
        var golden = GoldenCase.Of(id);
        var given = golden.Has("based_on") ? GoldenCase.Of(golden["based_on"].GetString()!) : golden;
        var lines = given.Lines();
        if (golden.Has("scrap"))
        {
            foreach (var (line, scrap) in GoldenCase.Quantities(golden["scrap"]))
            {
                var at = Array.FindIndex(lines, other => $"{other.Parent}>{other.Component}" == line);
                lines[at] = lines[at] with { Scrap = scrap };
            }
        }

        // Stock of nothing makes coverage report every item.
        var stock = Stock(given["stock"]);
        foreach (var code in lines.Select(line => line.Parent).Distinct()) stock.Add(code, "", 0);
        var covered = Given.Covered(Given.Graph(lines), Given.OneDay(GoldenCase.Quantities(given["demand"])), stock);
        if (golden.Has("expected_gross"))
            foreach (var (item, gross) in GoldenCase.Quantities(golden["expected_gross"]))
                Value(item, row => row.Gross[0]).ShouldBeAbout(gross, item);
        if (golden.Has("expected_net"))
            foreach (var (item, net) in GoldenCase.Quantities(golden["expected_net"]))
                Value(item, row => row.Gross[0] - row.StockUsed[0]).ShouldBeAbout(net, item);

        double Value(string item, Func<Covered, double> read) => covered.TryGetValue((item, ""), out var row) ? read(row) : 0;
    }

    [Fact]
    public void A_fixed_quantity_is_needed_once_a_day_of_need()
    {
        var golden = GoldenCase.Of("frepple-fixed-qty");
        var tool = ByOrder(golden["orders"], Given.Graph(golden.Lines()), "EndItem", "Tool");
        tool.ShouldBe(golden["expected_tool_consumption_unconstrained"].EnumerateArray().Select(GoldenCase.Number));
    }

    [Fact]
    public void A_yield_that_changes_holds_from_its_day()
    {
        var golden = GoldenCase.Of("frepple-effective-yield");
        DateOnly? Day(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : DateOnly.Parse(value.GetString()!);
        var lines = golden["output_per_run"].EnumerateArray().Select(run => new BomLine("Product", "Run", 1)
        {
            Per = GoldenCase.Number(run.GetProperty("qty")),
            ValidFrom = Day(run.GetProperty("frm")),
            ValidTo = Day(run.GetProperty("to")),
        });
        var runs = ByOrder(golden["demand"], Given.Graph(lines), "Product", "Run");
        foreach (var (actual, expected) in runs.Zip(golden["expected_runs"].EnumerateArray())) actual.ShouldBe(expected.GetDouble(), 1e-9);
    }

    private static List<double> ByOrder(JsonElement orders, BomGraph graph, string item, string component)
    {
        DateOnly[] due = [.. orders.EnumerateArray().Select(order => DateOnly.Parse(order.GetProperty("due").GetString()!))];
        var demand = new BomDemand(due.Min(), due.Max().DayNumber - due.Min().DayNumber + 1);
        foreach (var (order, day) in orders.EnumerateArray().Zip(due))
            demand.Add(item, "", day, GoldenCase.Number(order.GetProperty("qty")));
        var values = Given.Exploded(graph, demand);
        return [.. due.Select(day => values[(component, "", day, false)])];
    }

    private static BomStock Stock(JsonElement quantities)
    {
        var stock = new BomStock();
        foreach (var (item, quantity) in GoldenCase.Quantities(quantities)) stock.Add(item, "", quantity);
        return stock;
    }

    private static IEnumerable<string> Paths(JsonElement cycles) =>
        cycles.EnumerateArray().Select(cycle => string.Join(" -> ", cycle.EnumerateArray().Select(code => code.GetString())));
}
