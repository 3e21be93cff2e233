using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Where-used, pegging, cost, what can be built and how scarce stock is shared.</summary>
public sealed class BomDayTests
{
    private static Arbitrary<(BomLine[] Lines, BomItem[] Items)> Any { get; } =
        (from lines in AnyBom.Recipes
         from items in AnyBom.Sites
         select (lines.Select(line => line with { Fixed = 0, Stop = false }).ToArray(), AnyBom.WithoutPhantoms(AnyBom.WithoutSites(items)))).ToArbitrary();

    private static BomDay Salmon => new(Given.Graph(GoldenCase.Of("iiko-salmon-nested-techcards").Lines()), Given.Monday);

    [Fact]
    public void Shares_of_dishes_sum_to_the_requirement()
    {
        var golden = GoldenCase.Of("pegging-linear");
        var demand = GoldenCase.Quantities(GoldenCase.Of(golden["based_on"].GetString()!)["demand"]).ToArray();
        var pegs = Salmon.Peg(golden["raw"].GetString()!, demand)!.Value;
        foreach (var (dish, quantity) in GoldenCase.Quantities(golden["expected"])) pegs.Single(peg => peg.Item == dish).Quantity.ShouldBeAbout(quantity);
        pegs.Sum(peg => peg.Quantity).ShouldBeAbout(2.92275);
    }

    [Fact]
    public void A_material_is_used_with_its_quantity_up_to_the_top()
    {
        var uses = Salmon.WhereUsed("SalmonFillet")!.Value;
        uses.Select(use => use.Item).ShouldBe(["Maki", "Phila", "SalmonPF", "Set2"]);
        uses.Single(use => use.Item == "Set2").Units.ShouldBeAbout(0.19485);
        uses.Single(use => use.Item == "Set2").ShouldSatisfyAllConditions(use => use.Shortest.ShouldBe(3), use => use.Longest.ShouldBe(3));
        Salmon.WhereUsed("nothing").ShouldBeNull();
    }

    [Fact]
    public void Cost_rolls_up_with_the_same_factors()
    {
        var golden = GoldenCase.Of("odoo-crumble-cost");
        var cost = new BomDay(Given.Graph(golden.Lines()), Given.Monday).Cost(GoldenCase.Quantities(golden["price"]).ToDictionary(price => price.Item, price => price.Quantity));
        var expected = golden["expected_material_cost"];
        (11 * cost["Crumble"].Value).ShouldBe(expected.GetProperty("11 Crumble").GetDouble(), 1e-9);
        cost["Crumble"].Value.ShouldBe(expected.GetProperty("1 Crumble").GetDouble(), 1e-6);
        (60 * cost["CheeseCake"].Value).ShouldBe(expected.GetProperty("60 CheeseCake").GetDouble(), 1e-6);
    }

    [Fact]
    public void A_missing_price_makes_the_cost_unknown_and_is_named()
    {
        var day = new BomDay(Given.Graph([new BomLine("D", "S", 1), new BomLine("S", "b", 2), new BomLine("S", "a", 1), new BomLine("E", "b", 3)]), Given.Monday);
        var cost = day.Cost(new Dictionary<string, double> { ["b"] = 5 });
        cost["D"].ShouldBe(new BomCost(double.NaN, "a"));
        cost["E"].ShouldBe(new BomCost(15, null));
        day.Cost(new Dictionary<string, double>())["D"].MissingPrice.ShouldBe("a");
    }

    [Fact]
    public void What_an_item_takes_of_itself_from_stock_costs_its_price()
    {
        var day = new BomDay(
            Given.Graph([new BomLine("starter", "flour", 0.5), new BomLine("starter", "starter", 0.2) { Stop = true }, new BomLine("bread", "starter", 2)]),
            Given.Monday);
        day.Cost(new Dictionary<string, double> { ["flour"] = 4, ["starter"] = 10 })["bread"].ShouldBe(new BomCost(8, null));
        day.Cost(new Dictionary<string, double> { ["flour"] = 4 })["bread"].MissingPrice.ShouldBe("starter");
    }

    [Fact]
    public void Consumables_never_limit_what_can_be_built()
    {
        var golden = GoldenCase.Of("inventree-can-build-consumable");
        var lines = new List<BomLine>();
        foreach (var step in golden["steps"].EnumerateArray())
        {
            if (step.TryGetProperty("lines", out var given)) lines.AddRange(given.EnumerateArray().Select((line, at) => Line(line)));
            if (step.TryGetProperty("add", out var added)) lines.Add(Line(added));
            var stock = lines.Where(line => !line.Consumable).Select(line => (line.Component, 1000.0));
            new BomDay(Given.Graph(lines), Given.Monday).CanBuild("A", stock)!.Quantity.ShouldBe(step.GetProperty("expected").GetDouble());
        }

        static BomLine Line(System.Text.Json.JsonElement line) =>
            new(line.GetProperty("parent").GetString()!, line.GetProperty("component").GetString()!, line.GetProperty("qty").GetDouble())
            {
                Consumable = line.TryGetProperty("consumable", out var consumable) && consumable.GetBoolean(),
            };
    }

    [Fact]
    public void Shared_materials_and_stock_of_semi_finished_items_are_counted_once()
    {
        var graph = Given.Graph([new BomLine("D", "S", 1), new BomLine("D", "M", 2), new BomLine("S", "M", 3), new BomLine("D", "X", 1)]);
        var build = new BomDay(graph, Given.Monday).CanBuild("D", [("S", 4), ("M", 23), ("X", 100)])!;
        build.ShouldBe(new BomBuild(7, "M"));
        new BomDay(graph, Given.Monday).CanBuild("nothing", []).ShouldBeNull();
    }

    [Theory]
    [InlineData(AllocationPolicy.Priority, "priority_XY")]
    [InlineData(AllocationPolicy.Priority, "priority_YX")]
    [InlineData(AllocationPolicy.Proportional, "proportional")]
    [InlineData(AllocationPolicy.Fair, "")]
    public void Every_policy_uses_exactly_what_there_is(AllocationPolicy policy, string expected)
    {
        var golden = GoldenCase.Of("allocation-two-products");
        var day = new BomDay(Given.Graph(golden.Lines()), Given.Monday);
        var demand = GoldenCase.Quantities(golden["demand"]).ToList();
        if (expected == "priority_YX") demand.Reverse();
        var allocation = day.Allocate(demand, GoldenCase.Quantities(golden["stock"]), policy);
        var shares = allocation.Shares.ToDictionary(share => share.Item, share => share.Quantity);
        (2 * shares["X"] + shares["Y"]).ShouldBe(100, 1e-9);
        var scarce = allocation.Scarce.ShouldHaveSingleItem();
        (scarce.Item, scarce.Need, scarce.Stock).ShouldBe(("R", golden["expected"].GetProperty("need_R").GetDouble(), 100));
        (scarce.Need - scarce.Stock).ShouldBe(golden["expected"].GetProperty("short_R").GetDouble());
        scarce.Used.ShouldBe(100, 1e-9);
        if (policy == AllocationPolicy.Priority)
            foreach (var (item, quantity) in GoldenCase.Quantities(golden["expected"].GetProperty(expected))) shares[item].ShouldBe(quantity, 1e-9);
        if (policy == AllocationPolicy.Proportional) (shares["X"], shares["Y"]).ShouldBe((shares["X"], shares["X"] * 1.5));
        if (policy == AllocationPolicy.Proportional) shares["X"].ShouldBe(200.0 / 7, 1e-9);
        if (policy == AllocationPolicy.Fair) (shares["X"], shares["Y"]).ShouldBe((100.0 / 3, 100.0 / 3));
    }

    [Fact]
    public void Who_lacks_nothing_scarce_gets_all()
    {
        var day = new BomDay(Given.Graph([new BomLine("X", "R", 1), new BomLine("Y", "R", 1), new BomLine("Z", "S", 1)]), Given.Monday);
        foreach (var policy in new[] { AllocationPolicy.Proportional, AllocationPolicy.Fair })
            day.Allocate([("X", 10), ("Y", 30), ("Z", 50)], [("R", 20), ("S", 50)], policy).Shares.Select(share => share.Quantity).Sum().ShouldBe(70, 1e-9);
    }

    [Theory]
    [InlineData(AllocationPolicy.Priority)]
    [InlineData(AllocationPolicy.Proportional)]
    [InlineData(AllocationPolicy.Fair)]
    public void Who_does_not_get_all_needs_a_material_that_is_used_up(AllocationPolicy policy) =>
        Prop.ForAll(Any, Gen.Choose(0, 50).ArrayOf(AnyBom.Items).ToArbitrary(), Gen.Choose(0, 9).ArrayOf(AnyBom.Items).ToArbitrary(), (any, quantities, wants) =>
        {
            var day = new BomDay(Given.Graph(any.Lines, any.Items), Given.Monday);
            var stock = quantities.Select((quantity, item) => (AnyBom.Code(item), (double)quantity)).ToArray();
            var demand = wants.Select((quantity, item) => (Item: AnyBom.Code(item), Quantity: (double)quantity)).Where(want => want.Quantity > 0).ToArray();
            var allocation = day.Allocate(demand, stock, policy);
            allocation.Shares.Select(share => (share.Item, share.Demand)).ShouldBe(demand);
            foreach (var scarce in allocation.Scarce)
            {
                scarce.Need.ShouldBeGreaterThan(scarce.Stock);
                scarce.Used.ShouldBeLessThanOrEqualTo(scarce.Stock);
            }

            var usedUp = allocation.Scarce.Where(scarce => scarce.Used >= scarce.Stock * (1 - 1e-6) - 1e-6).Select(scarce => scarce.Item).ToArray();
            foreach (var share in allocation.Shares)
            {
                share.Quantity.ShouldBeInRange(0, share.Demand);
                if (share.Quantity >= share.Demand) continue;
                usedUp.ShouldContain(
                    item => item == share.Item || day.WhereUsed(item)!.Value.Any(use => use.Item == share.Item), $"{share.Item} gets {share.Quantity}");
            }

            if (allocation.Scarce.IsEmpty) allocation.Shares.ShouldAllBe(share => share.Quantity == share.Demand);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(AllocationPolicy.Priority)]
    [InlineData(AllocationPolicy.Proportional)]
    [InlineData(AllocationPolicy.Fair)]
    public void A_share_that_is_told_as_a_whole_number_takes_nothing_from_others(AllocationPolicy policy)
    {
        // Some of these products are a little more than the stock, in doubles.
        for (var tenths = 1; tenths <= 40; tenths++)
        {
            BomLine[] lines = [new("loaf", "flour", tenths / 10.0) { Scrap = 0.1 }, new("tea", "leaves", 1)];
            var day = new BomDay(Given.Graph(lines), Given.Monday);
            for (var whole = 1; whole <= 12; whole++)
            {
                (string, double)[] stock = [("flour", (double)(whole * tenths * 0.11m)), ("leaves", 100)];
                var shares = day.Allocate([("loaf", 20), ("tea", 15)], stock, policy).Shares;
                shares.Select(share => share.Item).ShouldBe(["loaf", "tea"]);
                shares[0].Quantity.ShouldBe(whole, 1e-9);
                shares[1].Quantity.ShouldBe(15);
            }
        }
    }

    [Fact]
    public void Where_used_cost_and_pegging_agree_with_the_explosion() => Prop.ForAll(Any, any =>
    {
        var graph = Given.Graph(any.Lines, any.Items);
        var day = new BomDay(graph, Given.Monday);
        var parents = any.Lines.Where(line => !(Given.Monday < line.ValidFrom) && !(Given.Monday >= line.ValidTo)).Select(line => line.Parent).ToHashSet();
        var prices = Enumerable.Range(0, AnyBom.Items + 1).ToDictionary(AnyBom.Code, item => 1.0 + item);
        var cost = day.Cost(prices);
        var demand = Enumerable.Range(0, AnyBom.Items).Select(item => (AnyBom.Code(item), 1.0 + item)).ToArray();
        var gross = Given.Required(graph, demand);
        foreach (var code in graph.Rows.Select(row => row.Code))
        {
            var one = Given.Required(graph, (code, 1));
            foreach (var (component, quantity) in one)
                if (component != code && quantity > 0) day.WhereUsed(component)!.Value.Single(use => use.Item == code).Units.ShouldBeAbout(quantity);
            cost[code].Value.ShouldBe(one.Where(need => !parents.Contains(need.Key)).Sum(need => need.Value * prices[need.Key]), 1e-12 + 1e-9 * cost[code].Value);
            day.Peg(code, demand)!.Value.Sum(peg => peg.Quantity).ShouldBe(gross.GetValueOrDefault(code), 1e-12 + 1e-9 * gross.GetValueOrDefault(code));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_can_be_built_lacks_nothing_and_a_little_more_lacks_something() => Prop.ForAll(Any, Gen.Choose(0, 50).ArrayOf(AnyBom.Items).ToArbitrary(), (any, quantities) =>
    {
        var graph = Given.Graph(any.Lines, any.Items);
        var day = new BomDay(graph, Given.Monday);
        var stock = quantities.Select((quantity, item) => (AnyBom.Code(item), (double)quantity)).ToArray();
        foreach (var row in graph.Rows)
        {
            var build = day.CanBuild(row.Code, stock)!;
            if (double.IsInfinity(build.Quantity)) continue;
            if (build.Quantity > 0) Lacks(row.Code, build.Quantity * (1 - 1e-12)).ShouldBeFalse();
            Lacks(row.Code, build.Quantity * (1 + 1e-9) + 1e-9).ShouldBeTrue();
            build.Limit.ShouldNotBeNull();
        }

        bool Lacks(string item, double quantity)
        {
            var held = new BomStock();
            foreach (var (code, on) in stock)
                if (code != item) held.Add(code, "", on);
            return Given.Covered(graph, Given.OneDay([(item, quantity)]), held).Values.Any(covered => covered.Short[0] > 0);
        }
    }).QuickCheckThrowOnFailure();
}
