using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>What a book may say beside plain lines, and what is refused with its source.</summary>
public sealed class BookTests
{
    private static readonly DateOnly May = new(2026, 5, 1);

    [Fact]
    public void Cards_of_one_item_on_one_day_are_an_error()
    {
        BomLine[] lines =
        [
            new("A", "B", 1) { Chart = "one", ValidTo = May.AddDays(3), Origin = 2 },
            new("A", "C", 1) { Chart = "one", ValidTo = May.AddDays(3), Origin = 3 },
            new("A", "B", 2) { Chart = "two", ValidFrom = May, Origin = 4 },
        ];
        var finding = BomGraph.Compile(lines, []).Findings.ShouldHaveSingleItem();
        finding.ShouldBe(new BomFinding(
            4, "chart", true, "Line 4 (A of B): card two overlaps card one of line 2 from 2026-05-01 to 2026-05-03; an item has one card on a day at a site")
        { Item = "A", IsOfRecipe = true });
        lines[2] = lines[2] with { ValidFrom = May.AddDays(3) };
        BomGraph.Compile(lines, []).Findings.ShouldBeEmpty();
        lines[2] = lines[2] with { ValidFrom = May, OnlyAt = ["north"] };
        BomGraph.Compile(lines, []).Findings.ShouldHaveSingleItem();
        BomLine[] apart = [.. lines.Select((line, at) => at < 2 ? line with { NotAt = ["north"] } : line)];
        BomGraph.Compile(apart, []).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_line_holds_at_its_sites_only()
    {
        var graph = Given.Graph([new BomLine("A", "B", 1) { OnlyAt = ["s1"] }, new BomLine("A", "C", 1) { NotAt = ["s1"] }]);
        var demand = new BomDemand(Given.Monday, 1);
        foreach (var site in new[] { "s1", "s2" }) demand.Add("A", site, [1]);
        var values = Given.Exploded(graph, demand);
        values.Keys.Where(key => key.Item != "A").Select(key => (key.Item, key.Site)).ShouldBe([("B", "s1"), ("C", "s2")], ignoreOrder: true);
    }

    [Fact]
    public void Gross_weight_is_consumed_and_the_others_are_checked()
    {
        var line = new BomLine("dish", "salmon", 1.299) { NetWeight = 1.0, OutputWeight = 0.8, Origin = 3 };
        Given.Required(Given.Graph([line]), ("dish", 2))["salmon"].ShouldBe(2.598);
        (line.ColdLoss, line.CookingLoss).ShouldBe((1 - 1 / 1.299, 1 - 0.8 / 1.0));
        BomGraph.Compile([line with { NetWeight = 2 }], []).Findings.ShouldHaveSingleItem().Code.ShouldBe("weights");
    }

    [Fact]
    public void Operation_scrap_of_a_net_line_ignores_the_loss_of_the_assembly()
    {
        var item = new BomItem("A") { Scrap = 0.1 };
        Given.Required(Given.Graph([new BomLine("A", "B", 1) { Scrap = 0.01, IgnoresParentLoss = true }], item), ("A", 1000))["B"].ShouldBeAbout(1010);
        Given.Required(Given.Graph([new BomLine("A", "B", 1)], item), ("A", 1000))["B"].ShouldBeAbout(1100);
    }

    [Fact]
    public void Salvage_reduces_and_total_loss_is_refused()
    {
        Given.Required(Given.Graph([new BomLine("A", "B", 1) { Scrap = -0.25 }]), ("A", 8))["B"].ShouldBe(6);
        BomGraph.Compile([new BomLine("A", "B", 1) { Scrap = -1 }], []).Findings.ShouldHaveSingleItem().Code.ShouldBe("scrap");
    }

    [Fact]
    public void By_products_are_stock_of_the_day_and_no_reason_to_make_more()
    {
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines = [new BomLine("cheese", "milk", 10), new BomLine("soup", "whey", 2)],
            Outputs = [new BomOutput("cheese", "whey", 9)],
        });
        var demand = new BomDemand(Given.Monday, 3);
        demand.Add("cheese", "", [1, 0, 0]);
        demand.Add("soup", "", [3, 1, 2]);
        var whey = Given.Covered(compiled.Graph!, demand, new BomStock())[("whey", "")];
        whey.StockUsed.ShouldBe([6, 2, 1]);
        whey.Short.ShouldBe([0, 0, 3]);
        Given.Exploded(compiled.Graph!, demand).Count(value => value.Key.Item == "milk" && value.Value > 0).ShouldBe(1);
    }

    [Fact]
    public void Surplus_of_a_co_product_serves_later_days()
    {
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines = [new BomLine("run", "crude", 1)],
            Outputs = [new BomOutput("run", "petrol", 1) { Drives = true }, new BomOutput("run", "diesel", 2) { Drives = true }],
        });
        var demand = new BomDemand(Given.Monday, 3);
        demand.Add("petrol", "", [10, 0, 0]);
        demand.Add("diesel", "", [4, 12, 10]);
        foreach (var bytes in new[] { 0L, 1L << 20 })
        {
            var covered = Given.Covered(compiled.Graph!, demand, new BomStock(), Given.Deep with { TileBytes = bytes, CoverDays = 0 });
            covered[("crude", "")].Gross.ShouldBe([10, 0, 3]);
            covered[("diesel", "")].Left.ShouldBe([16, 4, 0]);
            covered[("petrol", "")].Left.ShouldBe([0, 0, 3]);
        }
    }

    [Fact]
    public void Alternates_share_stock_over_days_whatever_the_tiles()
    {
        var graph = Given.Graph(
            [new BomLine("P", "A", 1) { Group = "g", Priority = 1 }, new BomLine("P", "B", 2) { Group = "g", Priority = 2 }, new BomLine("Q", "B", 1)]);
        var demand = new BomDemand(Given.Monday, 4);
        demand.Add("P", "", [2, 2, 2, 2]);
        demand.Add("Q", "", [1, 1, 1, 1]);
        var stock = new BomStock();
        stock.Add("A", "", 3);
        stock.Add("B", "", 6);
        foreach (var bytes in new[] { 0L, 1L << 20 })
        {
            var covered = Given.Covered(graph, demand, stock, Given.Deep with { TileBytes = bytes, CoverDays = 0 });
            covered[("A", "")].Gross.ShouldBe([2, 1, 1.5, 2]);
            covered[("B", "")].Gross.ShouldBe([1, 3, 2, 1]);
            covered[("A", "")].Short.ShouldBe([0, 0, 1.5, 2]);
            covered[("B", "")].Short.ShouldBe([0, 0, 0, 1]);
        }
    }

    [Fact]
    public void What_should_have_begun_before_the_horizon_is_past_due()
    {
        var graph = Given.Graph([new BomLine("A", "B", 2)], new BomItem("A") { LeadDays = 2 });
        var demand = new BomDemand(Given.Monday, 4);
        demand.Add("A", "", [1, 2, 3, 4]);
        var pastDue = 0.0;
        new Explosion(graph, demand, Given.Deep).Run(row =>
        {
            if (row.Item != "B") return;
            pastDue = row.PastDue;
            row.Quantities.ToArray().ShouldBe([6, 8, 0, 0]);
        });
        pastDue.ShouldBe(6);
        var stock = new BomStock();
        stock.Add("B", "", 8);
        var covered = Given.Covered(graph, demand, stock)[("B", "")];
        (covered.PastDue, covered.StockUsed[0], covered.Short[0], covered.Short[1]).ShouldBe((6, 2, 4, 8));
    }

    [Fact]
    public void Findings_name_their_source()
    {
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines = [new BomLine("A", "B", double.NaN) { Origin = 2 }],
            Items = [new BomItem("A") { LeadDays = -1, Origin = 3 }, new BomItem("B") { LotMin = 5, LotMax = 3, Origin = 4 }],
            Conversions = [new BomConversion("a", "b", 0, Origin: 5)],
            Outputs = [new BomOutput("A", "C", 0) { Origin = 6 }],
            Routes = [new BomRoute("A", "n", "s", -1, 7)],
        });
        compiled.Graph.ShouldBeNull();
        compiled.Findings.Select(finding => (finding.Source, finding.Origin, finding.Code)).ShouldBe(
        [
            (BomSource.Lines, 2, "quantity"), (BomSource.Items, 3, "lead-days"), (BomSource.Items, 4, "lot"), (BomSource.Conversions, 5, "conversion"),
            (BomSource.Outputs, 6, "output"), (BomSource.Routes, 7, "transfer-days"),
        ]);
    }

    [Fact]
    public void Swaps_of_roles_and_lead_days_do_not_go_together()
    {
        BomLine[] lines = [new("A", "B", 2) { ValidTo = May }, new("B", "A", 3) { ValidFrom = May }];
        BomGraph.Compile(lines, [new BomItem("A") { LeadDays = 1 }]).Findings.ShouldHaveSingleItem().Code.ShouldBe("swap");
    }

    [Fact]
    public void An_empty_demand_requires_nothing()
    {
        var values = Given.Exploded(Given.Graph([new BomLine("A", "B", 1)]), new BomDemand(Given.Monday, 3), null, out var summary);
        values.ShouldBeEmpty();
        (summary.Status, summary.ItemsRequired).ShouldBe((ExplosionStatus.Complete, 0));
    }

    [Fact]
    public void A_thousand_levels_are_a_line()
    {
        var graph = Given.Graph(Enumerable.Range(0, 1_000).Select(level => new BomLine($"N{level}", $"N{level + 1}", 1)));
        new BomDay(graph, Given.Monday).WhereUsed("N1000")!.Value.Single(use => use.Item == "N0").Longest.ShouldBe(1_000);
        Given.Exploded(graph, Given.OneDay([("N0", 1)]), new ExplosionOptions(), out var summary);
        (summary.Status, summary.Frontier.Single().Item).ShouldBe((ExplosionStatus.Truncated, "N5"));
    }
}
