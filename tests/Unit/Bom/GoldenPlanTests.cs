using System.Text.Json;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Plans over days: lead days, lots, safety stock, alternates and co-products against what other systems publish.</summary>
public sealed class GoldenPlanTests
{
    [Fact]
    public void The_plan_of_all_levels_is_the_known_one()
    {
        var golden = GoldenCase.Of("oca-multi-level-plan");
        BomItem[] items =
        [
            .. GoldenCase.Quantities(golden["lead_days"]).Select(lead => new BomItem(lead.Item) { LeadDays = (int)lead.Quantity }),
            .. golden.Items(),
        ];
        var lines = golden.Lines();
        var demand = new BomDemand(Given.Monday, 12);
        foreach (var want in golden["demand"].EnumerateArray())
            demand.Add(want.GetProperty("item").GetString()!, "", Day(want), want.GetProperty("qty").GetDouble());

        // What a released order has not yet consumed is demand for its components on the day it starts.
        foreach (var order in golden["existing_orders"].EnumerateArray())
            foreach (var line in lines.Where(line => line.Parent == order.GetProperty("item").GetString()))
                demand.Add(line.Component, "", Day(order), order.GetProperty("qty").GetDouble() * line.Quantity);

        var stock = new BomStock();
        foreach (var (item, quantity) in GoldenCase.Quantities(golden["stock"])) stock.Add(item, "", quantity);
        foreach (var receipt in golden["receipts"].EnumerateArray())
            stock.Add(receipt.GetProperty("item").GetString()!, "", Day(receipt), receipt.GetProperty("qty").GetDouble());
        var graph = Given.Graph(lines, items);
        foreach (var code in graph.Rows.Select(row => row.Code)) stock.Add(code, "", 0);
        var covered = Given.Covered(graph, demand, stock);

        foreach (var row in golden["expected_demand"].EnumerateArray()) Value(row, plan => plan.Gross).ShouldBe(row.GetProperty("qty").GetDouble());
        foreach (var row in golden["expected_to_procure"].EnumerateArray()) Value(row, plan => plan.Planned).ShouldBe(row.GetProperty("qty").GetDouble());
        foreach (var (item, total) in GoldenCase.Quantities(golden["expected_totals"])) covered[(item, "")].Gross.Sum().ShouldBe(total);
        foreach (var (item, level) in GoldenCase.Quantities(golden["expected_levels"])) graph.LevelsOf(item)!.Value.Longest.ShouldBe((int)level);
        covered.Keys.ShouldNotContain(key => key.Item == "SF3");

        double Value(JsonElement row, Func<Covered, double[]> read) =>
            read(covered[(row.GetProperty("item").GetString()!, "")])[row.GetProperty("day").GetInt32()];
    }

    [Fact]
    public void Orders_are_at_least_the_smallest_a_multiple_and_at_most_the_largest()
    {
        foreach (var given in GoldenCase.Of("oca-lot-sizing")["cases"].EnumerateArray())
        {
            var item = new BomItem("A")
            {
                LotMin = given.GetProperty("min").GetDouble(),
                LotMax = given.GetProperty("max").GetDouble(),
                LotMultiple = given.GetProperty("multiple").GetDouble(),
            };
            item.Orders(given.GetProperty("need").GetDouble()).ShouldBe(Numbers(given.GetProperty("expected")));
        }
    }

    [Fact]
    public void An_order_is_for_the_days_it_groups()
    {
        var grouped = GoldenCase.Of("oca-lot-sizing")["grouped"];
        var item = new BomItem("A") { LotMultiple = grouped.GetProperty("multiple").GetDouble(), LotDays = grouped.GetProperty("group_days").GetInt32() };
        Planned(item, 20, grouped.GetProperty("events"), 0).Where(order => order > 0).ShouldBe(Numbers(grouped.GetProperty("expected")));

        var golden = GoldenCase.Of("oca-group-days");
        var demand = new BomDemand(Given.Monday, 30);
        foreach (var want in golden["demand"].EnumerateArray()) demand.Add("A", "", Given.Monday.AddDays(want[0].GetInt32()), want[1].GetDouble());
        var graph = Given.Graph([], new BomItem("A") { LotDays = golden["group_days"].GetInt32() });
        Given.Covered(graph, demand, new BomStock())[("A", "")].Planned.Where(order => order > 0).ShouldBe(Numbers(golden["expected_orders"]));
    }

    [Theory]
    [InlineData("oca-safety-stock")]
    [InlineData("oca-safety-stock-grouped-7")]
    public void Safety_stock_is_ordered_first(string id)
    {
        var golden = GoldenCase.Of(id);
        var item = new BomItem("A")
        {
            SafetyStock = golden["safety_stock"].GetDouble(),
            LotDays = golden.Has("group_days") ? golden["group_days"].GetInt32() : 1,
        };
        var planned = Planned(item, 20, golden["events"], golden["stock"].GetDouble());
        foreach (var row in golden["expected"].EnumerateArray())
            planned[row.GetProperty("day").GetInt32()].ShouldBe(row.GetProperty("to_procure").GetDouble());
        planned.Sum().ShouldBe(golden["expected"].EnumerateArray().Sum(row => row.GetProperty("to_procure").GetDouble()));
    }

    [Fact]
    public void Needs_are_summed_before_the_smallest_order()
    {
        var golden = GoldenCase.Of("erpnext-moq-after-consolidation");
        var rows = Numbers(golden["requirement_rows"].GetProperty("RM"));
        var lines = rows.Select((quantity, at) => new BomLine($"P{at}", "RM", quantity));
        var graph = Given.Graph(lines, new BomItem("RM") { LotMin = golden["min_order_qty"].GetProperty("RM").GetDouble() });
        var demand = Given.OneDay(rows.Select((_, at) => ($"P{at}", 1.0)));
        Given.Covered(graph, demand, new BomStock())[("RM", "")].Planned.ShouldBe([golden["expected_order"].GetProperty("RM").GetDouble()]);
    }

    [Fact]
    public void A_small_forecast_of_whole_items_is_never_lost()
    {
        var golden = GoldenCase.Of("forecast-daily-rounding-loss");
        var (total, days) = (golden["estimate_total"].GetDouble(), golden["days"].GetInt32());
        var demand = new BomDemand(Given.Monday, days);
        demand.Add("A", "", Enumerable.Repeat(total / days, days).ToArray());
        var planned = Given.Covered(Given.Graph([], new BomItem("A") { LotMultiple = 1 }), demand, new BomStock())[("A", "")].Planned;
        planned.Sum().ShouldBe(total);
        for (var day = 0; day < days; day++)
        {
            planned[day].ShouldBe(Math.Round(planned[day]));
            Math.Abs(planned.Take(day + 1).Sum() - total * (day + 1) / days).ShouldBeLessThan(1);
        }
    }

    [Fact]
    public void A_multiple_is_rounded_to_where_the_order_is_made()
    {
        var golden = GoldenCase.Of("inventree-rounding-multiple");
        var item = new BomItem("C") { LotMultiple = golden["rounding_multiple"].GetDouble() };
        foreach (var given in golden["cases"].EnumerateArray())
            item.Orders(given.GetProperty("build").GetDouble() * golden["qty_per"].GetDouble()).Sum().ShouldBe(given.GetProperty("expected").GetDouble());
    }

    [Fact]
    public void Factors_between_levels_are_not_rounded()
    {
        var golden = GoldenCase.Of("odoo-explode-rounding");
        var item = new BomItem("CMP2") { LotMultiple = golden["rounding"].GetProperty("CMP2").GetDouble() };
        var graph = Given.Graph(golden.Lines(), [.. golden.Items(), item]);
        var planned = Given.Covered(graph, Given.OneDay(GoldenCase.Quantities(golden["demand"])), new BomStock())[("CMP2", "")].Planned;
        planned[0].ShouldBeAbout(golden["expected"].GetProperty("CMP2").GetDouble());
    }

    [Fact]
    public void What_goes_in_is_rounded_up_and_what_comes_out_beside_is_rounded_down()
    {
        var golden = GoldenCase.Of("tryton-ceil-inputs-floor-outputs");
        var (inputs, outputs) = (golden["bom"].GetProperty("inputs"), golden["bom"].GetProperty("outputs"));
        var per = outputs.GetProperty("product").GetDouble();
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines = [new BomLine("product", "component", inputs.GetProperty("component").GetDouble()) { Per = per }],
            Items = [new BomItem("component") { LotMultiple = 1 }, new BomItem("residual") { LotMultiple = 1 }],
            Outputs = [new BomOutput("product", "residual", outputs.GetProperty("residual").GetDouble()) { Per = per }],
        });
        var covered = Given.Covered(compiled.Graph!, Given.OneDay(GoldenCase.Quantities(golden["demand"])), new BomStock());
        covered[("component", "")].Planned.ShouldBe([golden["expected"].GetProperty("component").GetDouble()]);
        covered[("residual", "")].Left.ShouldBe([golden["expected"].GetProperty("residual").GetDouble()]);
    }

    [Fact]
    public void Co_products_run_as_often_as_the_most_demanding_asks()
    {
        var golden = GoldenCase.Of("frepple-coproducts");
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines = [new BomLine("run", "crude", golden["run_input"].GetProperty("crude").GetDouble())],
            Outputs = [.. GoldenCase.Quantities(golden["run_outputs"]).Select(output => new BomOutput("run", output.Item, output.Quantity) { Drives = true })],
        });
        var demand = Given.OneDay(GoldenCase.Quantities(golden["total_demand"]));
        Given.Required(compiled.Graph!, [.. GoldenCase.Quantities(golden["total_demand"])])["crude"].ShouldBe(golden["expected_runs"].GetDouble());
        var covered = Given.Covered(compiled.Graph!, demand, new BomStock());
        covered[("crude", "")].Gross.ShouldBe([golden["expected_runs"].GetDouble()]);
        foreach (var (item, left) in GoldenCase.Quantities(golden["expected_final_stock"])) covered[(item, "")].Left.ShouldBe([left], item);
    }

    [Fact]
    public void Alternates_are_used_in_the_order_of_their_priority()
    {
        var golden = GoldenCase.Of("frepple-alternates");
        var lines = golden.Lines().Zip(golden["lines"].EnumerateArray(), (line, json) => line with
        {
            Group = json.GetProperty("group").GetString(),
            Priority = json.GetProperty("priority").GetInt32(),
        });
        var graph = Given.Graph(lines);
        var stock = new BomStock();
        foreach (var (item, quantity) in GoldenCase.Quantities(golden["stock"])) stock.Add(item, "", quantity);
        var covered = Given.Covered(graph, Given.OneDay([("Product", golden["demand_now"].GetDouble())]), stock);
        var expected = golden["expected_immediately"];
        foreach (var (item, used) in GoldenCase.Quantities(expected.GetProperty("uses"))) covered[(item, "")].StockUsed.ShouldBe([used]);
        covered[("A", "")].Short.ShouldBe([golden["demand_now"].GetDouble() - expected.GetProperty("built").GetDouble()]);
        new BomDay(graph, Given.Monday).CanBuild("Product", GoldenCase.Quantities(golden["stock"]))!.Quantity
            .ShouldBe(expected.GetProperty("built").GetDouble());
        Given.Required(graph, ("Product", 10)).Keys.ShouldBe(["Product", "A"], ignoreOrder: true);
    }

    [Fact]
    public void Stock_of_a_component_that_no_longer_holds_is_not_used()
    {
        var golden = GoldenCase.Of("frepple-shortage");
        var lines = golden.Lines();
        var graph = Given.Graph(lines);
        var need = golden["demand"].GetProperty("qty").GetDouble();
        var until = new BomDay(graph, lines[0].ValidTo!.Value.AddDays(-1));
        var since = new BomDay(graph, lines[0].ValidTo!.Value);
        var stock = GoldenCase.Quantities(golden["stock"]).ToArray();
        double[] built = [until.CanBuild("EndItem", stock)!.Quantity, since.CanBuild("EndItem", stock)!.Quantity];
        built.ShouldBe(golden["expected"].GetProperty("built").EnumerateArray().Select(part => part.GetProperty("qty").GetDouble()));
        (need - built.Sum()).ShouldBe(golden["expected"].GetProperty("short").GetDouble());
    }

    [Fact]
    public void A_kitchen_sends_a_day_ahead()
    {
        var golden = GoldenCase.Of("central-kitchen-transfer");
        var lead = golden["transfer_lead_days"].GetProperty("central->shop").GetInt32();
        BomItem[] items = [.. golden.Items().Select(item => item with { TransferDays = lead })];
        var demand = new BomDemand(Given.Monday, 7);
        foreach (var want in golden["demand"].EnumerateArray())
            demand.Add(want.GetProperty("item").GetString()!, want.GetProperty("site").GetString()!, Day(want), want.GetProperty("qty").GetDouble());
        var values = Given.Exploded(Given.Graph(golden.Lines(), items), demand);
        foreach (var row in golden["expected"].EnumerateArray())
            values[(row.GetProperty("item").GetString()!, row.GetProperty("site").GetString()!, Day(row), false)]
                .ShouldBeAbout(row.GetProperty("qty").GetDouble());
    }

    private static DateOnly Day(JsonElement row) => Given.Monday.AddDays(row.GetProperty("day").GetInt32());

    private static double[] Numbers(JsonElement values) => [.. values.EnumerateArray().Select(GoldenCase.Number)];

    private static double[] Planned(BomItem item, int days, JsonElement events, double opening)
    {
        var (demand, stock) = (new BomDemand(Given.Monday, days), new BomStock());
        stock.Add(item.Code, "", opening);
        foreach (var given in events.EnumerateArray())
        {
            if (given.TryGetProperty("demand", out var quantity)) demand.Add(item.Code, "", Day(given), quantity.GetDouble());
            else stock.Add(item.Code, "", Day(given), given.GetProperty("receipt").GetDouble());
        }

        return Given.Covered(Given.Graph([], item), demand, stock)[(item.Code, "")].Planned;
    }
}
