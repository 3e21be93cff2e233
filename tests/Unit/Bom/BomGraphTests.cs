using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class BomGraphTests
{
    private static readonly BomLine Good = new("A", "B", 1) { Origin = 1 };

    public static TheoryData<string, string> Wrongs => new()
    {
        { "quantity", "Line 1 (A of B): quantity -1 is not a finite number of 0 or more" },
        { "per", "Line 1 (A of B): per 0 is not a positive number" },
        { "yield", "Line 1 (A of B): yield 90 is not in (0, 1]; yield is a fraction: 0.9 for 90 %" },
        { "scrap", "Line 1 (A of B): scrap 10 is not in (-1, 1]; scrap is a fraction: 0.1 for 10 %" },
        { "period", "Line 1 (A of B): it begins on 2026-03-02 and ends before 2026-03-02" },
        { "code", "Line 1 (A of ): the component has no code" },
    };

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void A_wrong_value_is_told(string rule, string message)
    {
        var wrong = rule switch
        {
            "quantity" => Good with { Quantity = -1 },
            "per" => Good with { Per = 0 },
            "yield" => Good with { Yield = 90 },
            "scrap" => Good with { Scrap = 10 },
            "period" => Good with { ValidFrom = Given.Monday, ValidTo = Given.Monday },
            _ => Good with { Component = "" },
        };
        var compiled = BomGraph.Compile([wrong], []);
        compiled.Graph.ShouldBeNull();
        compiled.Findings.ShouldHaveSingleItem().ShouldBe(new BomFinding(1, rule, true, message) { Item = "A", IsOfRecipe = true });
    }

    [Fact]
    public void All_findings_are_told_at_once()
    {
        BomLine[] lines = [Good with { Quantity = double.NaN, Per = -1 }, new("B", "A", 1) { Yield = 0, Origin = 2 }];
        var compiled = BomGraph.Compile(lines, []);
        compiled.Findings.Select(finding => finding.Code).ShouldBe(["per", "quantity", "yield"]);
        compiled.Cycles.ShouldHaveSingleItem();
    }

    [Fact]
    public void Units_that_disagree_name_both_lines()
    {
        BomLine[] lines = [Good with { Unit = "kg" }, new("C", "B", 1) { Unit = "g", Origin = 2 }];
        BomGraph.Compile(lines, []).Findings.ShouldHaveSingleItem().Message.ShouldBe("B has two units: kg (line 1) and g (line 2)");
    }

    [Fact]
    public void Sites_of_production_that_disagree_are_an_error()
    {
        BomLine[] lines = [Good with { ProducedAt = "north" }];
        BomItem[] items = [new("A") { ProducedAt = "south", Origin = 9 }];
        BomGraph.Compile(lines, items).Findings.ShouldHaveSingleItem().Message
            .ShouldBe("A has two sites of production: south (item A (line 9)) and north (line 1)");
    }

    [Fact]
    public void Scrap_and_yield_together_are_a_warning()
    {
        var compiled = BomGraph.Compile([Good with { Scrap = 0.1, Yield = 0.9 }], []);
        compiled.Findings.ShouldHaveSingleItem().IsError.ShouldBeFalse();
        compiled.Graph.ShouldNotBeNull();
    }

    [Fact]
    public void Parallel_lines_of_one_period_are_summed()
    {
        var graph = Given.Graph([Good, Good with { Quantity = 2 }, Good with { Quantity = 4, ValidFrom = Given.Monday }]);
        graph.Lines.ShouldBe(2);
        Given.Required(graph, ("A", 1))["B"].ShouldBe(7);
    }

    [Fact]
    public void Levels_are_the_longest_and_the_shortest_way_down()
    {
        var graph = Given.Graph(GoldenCase.Of("db2-summarized-01").Lines());
        graph.LevelsOf("00").ShouldBe((0, 0));
        graph.LevelsOf("05").ShouldBe((3, 1));
        graph.LevelsOf("06").ShouldBe((3, 2));
        graph.LevelsOf("nothing").ShouldBeNull();
    }

    [Fact]
    public void No_lines_are_a_graph_too()
    {
        var graph = Given.Graph([]);
        (graph.Items, graph.Lines, graph.LevelCount).ShouldBe((0, 0, 0));
        Given.Required(graph, ("A", 1)).ShouldBe(new Dictionary<string, double> { ["A"] = 1 });
    }
}
