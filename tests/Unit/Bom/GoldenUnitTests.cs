using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Units against what other systems got wrong.</summary>
public sealed class GoldenUnitTests
{
    private static readonly BomConversion Bottle = new("bottle", "l", 0.75m, "wine");

    [Fact]
    public void A_need_in_millilitres_is_a_part_of_a_bottle()
    {
        var golden = GoldenCase.Of("grocy-wine-uom-chain");
        golden["need"].GetString().ShouldBe("125 ml");
        var graph = Compiled(new BomLine("sauce", "wine", 125) { Unit = "ml" }, "bottle", Bottle).Graph!;
        Given.Required(graph, ("sauce", 1))["wine"].ShouldBe(1.0 / 6);
        GoldenCase.Result(golden["expected_bottles"]).ShouldBe(1.0 / 6, 1e-7);
    }

    [Fact]
    public void A_substitute_is_counted_in_its_own_unit()
    {
        var golden = GoldenCase.Of("grocy-soy-sauce-substitute-uom");
        var units = new BomUnits([new BomConversion("bottle", "floz", 100, "soy sauce")]);
        (10 * units.Factor("soy sauce", "floz", "bottle")!.Value).ShouldBe(golden["expected_bottles"].GetDouble());
    }

    [Fact]
    public void A_spoon_is_a_weight_of_what_it_holds()
    {
        GoldenCase.Of("grocy-baking-powder")["expected"].GetString().ShouldBe("8 g");
        var graph = Compiled(new BomLine("cake", "powder", 2) { Unit = "tsp" }, "g", new BomConversion("tsp", "g", 4, "powder")).Graph!;
        Given.Required(graph, ("cake", 1))["powder"].ShouldBe(8);
    }

    [Fact]
    public void Pieces_are_a_part_of_a_pack()
    {
        var golden = GoldenCase.Of("erpnext-uom-pack-100");
        var graph = Compiled(new BomLine("box", "screw", golden["need_pieces"].GetDouble()) { Unit = "pcs" }, "pack", new BomConversion("pack", "pcs", 100)).Graph!;
        Given.Required(graph, ("box", 1))["screw"].ShouldBe(golden["expected_packs"].GetDouble());
    }

    [Fact]
    public void A_kit_of_units_is_built_from_a_dozen()
    {
        var golden = GoldenCase.Of("odoo-kit-dozen");
        var graph = Compiled(golden.Lines()[0], "unit", new BomConversion("dozen", "unit", 12)).Graph!;
        var stock = new BomUnits([new BomConversion("dozen", "unit", 12)]).Factor("DozenItem", "dozen", "unit")!.Value;
        new BomDay(graph, Given.Monday).CanBuild("KitUnit", [("DozenItem", stock)])!.Quantity
            .ShouldBe(golden["expected"].GetProperty("can_build").GetProperty("KitUnit").GetDouble());
    }

    [Fact]
    public void A_price_per_kilogram_is_a_price_per_gram()
    {
        var golden = GoldenCase.Of("odoo-cost-uom");
        var graph = Given.Graph([new BomLine("dish", "component", 400)], new BomItem("component") { Unit = "g" });
        var perGram = 430 * new BomUnits([]).Factor("component", "g", "kg")!.Value;
        new BomDay(graph, Given.Monday).Cost(new Dictionary<string, double> { ["component"] = perGram })["dish"].Value
            .ShouldBeAbout(golden["expected_cost"].GetDouble());
    }

    [Fact]
    public void Chains_of_conversions_are_rounded_once()
    {
        var units = new BomUnits([new BomConversion("a", "b", 3), new BomConversion("c", "b", 7), new BomConversion("c", "d", 0.1m)]);
        units.Factor("any", "a", "d").ShouldBe(3.0 / 70);
        units.Factor("any", "d", "a").ShouldBe(70.0 / 3);
        units.Factor("any", "t", "mg").ShouldBe(1e9);
        units.Factor("any", "a", "kg").ShouldBeNull();
    }

    [Fact]
    public void An_unknown_unit_and_a_missing_conversion_name_the_line()
    {
        Compiled(new BomLine("A", "B", 1) { Unit = "kgg", Origin = 4 }, "kg").Findings.ShouldHaveSingleItem()
            .ShouldBe(new BomFinding(4, "unknown-unit", true, "Line 4 (A of B): unknown unit kgg; B is counted in kg") { Item = "A", IsOfRecipe = true });
        Compiled(new BomLine("A", "B", 1) { Unit = "l", Origin = 4 }, "kg").Findings.ShouldHaveSingleItem()
            .ShouldBe(new BomFinding(4, "conversion", true, "Line 4 (A of B): no conversion leads from l to kg, the unit of B") { Item = "A", IsOfRecipe = true });
    }

    [Fact]
    public void A_conversion_that_contradicts_others_is_told()
    {
        var units = new BomUnits([new BomConversion("kg", "g", 100, Origin: 3), new BomConversion("x", "g", 0, Origin: 4)]);
        units.Findings.Select(finding => (finding.Origin, finding.Source))
            .ShouldBe([(3, BomSource.Conversions), (4, BomSource.Conversions)]);
    }

    private static BomCompilation Compiled(BomLine line, string unit, params BomConversion[] conversions) => BomGraph.Compile(new BomBook
    {
        Lines = [line],
        Items = [new BomItem(line.Component) { Unit = unit }],
        Conversions = [.. conversions],
    });
}
