using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Scrap, yield, pieces and fixed quantities against what other systems publish.</summary>
public sealed class LossTests
{
    private static double Needed(BomLine line, double quantity, params BomItem[] items) =>
        Given.Required(Given.Graph([line], items), (line.Parent, quantity))[line.Component];

    private static double Value(GoldenCase golden, string name) => GoldenCase.Number(golden[name]);

    [Fact]
    public void Assembly_scrap_and_component_scrap_compound()
    {
        var golden = GoldenCase.Of("sap-assembly-and-component-scrap");
        var line = new BomLine("A", "C", Value(golden, "qty_per")) { Scrap = Value(golden, "component_scrap_pct") / 100 };
        var assembly = new BomItem("A") { Scrap = Value(golden, "assembly_scrap_pct") / 100 };
        Needed(line, Value(golden, "assembly_qty"), assembly).ShouldBeAbout(golden["expected"].GetProperty("component").GetDouble());
    }

    [Fact]
    public void Usage_is_divided_by_component_yield()
    {
        var golden = GoldenCase.Of("oracle-component-yield");
        var line = new BomLine("A", "C", Value(golden, "qty_per")) { Yield = Value(golden, "yield_") };
        Needed(line, Value(golden, "assembly_qty")).ShouldBeAbout(golden["expected"].GetProperty("component").GetDouble());
    }

    [Fact]
    public void Shrinkage_applies_to_what_stock_does_not_cover()
    {
        var golden = GoldenCase.Of("oracle-shrinkage");
        var yield = 1 - Value(golden, "shrinkage");
        var stock = new BomStock();
        stock.Add("A", "", Given.Monday, Value(golden, "wip") * yield);
        var graph = Given.Graph([new BomLine("A", "C", 1)], new BomItem("A") { Yield = yield });
        var covered = Given.Covered(graph, Given.OneDay([("A", Value(golden, "demand"))]), stock);
        var expected = golden["expected"];
        var assembly = covered[("A", "")];
        assembly.StockUsed[0].ShouldBeAbout(expected.GetProperty("net_supply_from_wip").GetDouble());
        (assembly.Gross[0] - assembly.StockUsed[0]).ShouldBeAbout(expected.GetProperty("net_requirement").GetDouble());
        assembly.Planned[0].ShouldBeAbout(expected.GetProperty("planned_order").GetDouble());
        covered[("C", "")].Gross[0].ShouldBeAbout(expected.GetProperty("planned_order").GetDouble());
    }

    [Fact]
    public void Yields_of_operations_multiply_unrounded()
    {
        var golden = GoldenCase.Of("qad-operation-yield");
        double[] yields = [.. golden["op_yields"].EnumerateArray().Select(GoldenCase.Number)];
        var lines = yields.Select((_, at) => new BomLine($"Op{at}", $"Op{at + 1}", 1));
        BomItem[] items = [.. yields.Select((yield, at) => new BomItem($"Op{at}") { Yield = yield })];
        var required = Given.Required(Given.Graph(lines, items), ("Op0", Value(golden, "demand")));
        required[$"Op{yields.Length}"].ShouldBeAbout(100 / 0.6561);
        required[$"Op{yields.Length}"].ShouldBe(GoldenCase.Result(golden["expected"].GetProperty("order_qty")), 1e-3);
    }

    [Fact]
    public void As_purchased_is_edible_portion_by_yield()
    {
        var golden = GoldenCase.Of("culinary-ap-ep");
        var purchased = Needed(new BomLine("EP", "AP", Value(golden, "ep")) { Yield = Value(golden, "yield_") }, 1);
        purchased.ShouldBeAbout(1 / 0.82);
        purchased.ShouldBe(GoldenCase.Result(golden["expected"].GetProperty("ap")), 1e-6);
    }

    [Fact]
    public void Attrition_adds_a_fraction()
    {
        var golden = GoldenCase.Of("inventree-attrition");
        var line = new BomLine("A", "C", Value(golden, "qty_per")) { Scrap = Value(golden, "attrition_pct") / 100 };
        Needed(line, Value(golden, "build")).ShouldBeAbout(Value(golden, "expected"));
    }

    [Fact]
    public void Setup_is_added_once()
    {
        var golden = GoldenCase.Of("inventree-setup");
        foreach (var given in golden["cases"].EnumerateArray())
        {
            var line = new BomLine("A", "C", Value(golden, "qty_per")) { Fixed = Value(golden, "setup") };
            Needed(line, given.GetProperty("build").GetDouble()).ShouldBeAbout(given.GetProperty("expected").GetDouble());
        }
    }

    [Fact]
    public void Pieces_multiply_the_quantity()
    {
        var golden = GoldenCase.Of("inventree-wire");
        var line = new BomLine("A", "Wire", Value(golden, "qty"))
        {
            Pieces = Value(golden, "piece_count"),
            Scrap = Value(golden, "attrition_pct") / 100,
        };
        Needed(line, Value(golden, "build")).ShouldBeAbout(Value(golden, "expected"));
    }
}
