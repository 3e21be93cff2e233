using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>What fails costs what is made of it and nothing else; the parts of an explosion are the whole, by bits.</summary>
public sealed class BranchTests
{
    private static ExplosionOptions Deep => Given.Deep;

    [Fact]
    public void Branches_are_the_whole_by_bits() => Prop.ForAll(
        (from kitchen in Kitchens from least in Gen.Choose(1, 30) select (Kitchen: kitchen, Least: least)).ToArbitrary(),
        given =>
        {
            var (kitchen, least) = given;
            var graph = Given.Graph(kitchen.Lines, kitchen.Items);
            var branches = BomBranches.Of(graph, kitchen.Demand, kitchen.Stock, Deep, least);
            Rows(branches).ShouldBe(Rows(graph, kitchen.Demand, kitchen.Stock));
            branches.All.SelectMany(branch => branch.Items).ShouldBeUnique();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_works_beside_a_defect_is_the_explosion_of_that_part_alone() => Prop.ForAll(
        (from kitchen in Kitchens
         from at in Gen.Choose(0, 99)
         from kind in Gen.Choose(0, 3)
         select (Kitchen: kitchen, At: at, Kind: kind)).ToArbitrary(),
        given =>
        {
            var (kitchen, kind) = (given.Kitchen, given.Kind);
            var lines = kitchen.Lines.Where(line => !line.Stop).ToArray();
            if (lines.Length == 0) return;
            var wrong = lines[given.At % lines.Length];
            BomLine[] broken = kind switch
            {
                0 => [.. lines, new BomLine(wrong.Component, wrong.Parent, 1)],
                1 => [.. lines.Select(line => line == wrong ? line with { Quantity = double.NaN } : line)],
                2 => [.. lines.Select(line => line == wrong ? line with { Yield = 90 } : line)],
                _ => [.. lines, new BomLine(wrong.Parent, wrong.Parent, 1)],
            };
            var compiled = BomGraph.Compile(broken, kitchen.Items);
            var partial = PartialBook.Of(compiled, kitchen.Demand, int.MaxValue);

            var above = Above(lines, kind == 0 ? [wrong.Parent, wrong.Component] : [wrong.Parent]);
            partial.Failed.ShouldBe(above.Order(StringComparer.Ordinal));
            partial.Defects.SelectMany(defect => defect.LeftOut).Select(row => row.Item).Distinct().Order(StringComparer.Ordinal).ShouldBe(
                kitchen.Demand.Rows().Select(row => row.Item).Where(above.Contains).Distinct().Order(StringComparer.Ordinal));

            var alone = Given.Graph(
                lines.Where(line => !above.Contains(line.Parent)), [.. kitchen.Items.Where(item => !above.Contains(item.Code))]);
            var demand = new BomDemand(kitchen.Demand.FirstDay, kitchen.Demand.Days);
            foreach (var row in kitchen.Demand.Rows().Where(row => !above.Contains(row.Item))) demand.Add(row.Item, row.Site, row.Day, row.Quantity);
            if (demand.ItemCodes.IsEmpty) return;
            Rows(BomBranches.Of(partial.Graph!, partial.Demand, kitchen.Stock, Deep, 1)).ShouldBe(Rows(alone, demand, kitchen.Stock));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cycle_is_named_whole_with_everything_above_it_and_nothing_below()
    {
        BomLine[] lines = [new("dish", "a", 1), new("a", "b", 1), new("b", "c", 1), new("c", "a", 1), new("c", "salt", 1), new("soup", "salt", 2)];
        var partial = PartialBook.Of(BomGraph.Compile(lines, []), Given.OneDay([("dish", 3), ("soup", 5), ("b", 1)]), 5);
        var defect = partial.Defects.ShouldHaveSingleItem();
        defect.Reason.ShouldBe("BOM cycle: a -> b -> c -> a");
        defect.Items.ShouldBe(["a", "b", "c", "dish"]);
        defect.LeftOut.ShouldBe([new BomLeftOut("b", 1, 1), new BomLeftOut("dish", 1, 3)]);
        Given.Exploded(partial.Graph!, partial.Demand).ToDictionary(row => row.Key.Item, row => row.Value)
            .ShouldBe(new Dictionary<string, double> { ["soup"] = 5, ["salt"] = 10 }, ignoreOrder: true);
    }

    [Fact]
    public void A_dish_that_is_too_deep_is_left_out_and_one_inside_it_is_not()
    {
        BomLine[] lines = [new("d0", "d1", 1), new("d1", "d2", 1), new("d2", "d3", 1)];
        var partial = PartialBook.Of(BomGraph.Compile(lines, []), Given.OneDay([("d0", 1), ("d1", 1)]), 2);
        partial.Failed.ShouldBe(["d0"]);
        partial.Defects.ShouldHaveSingleItem().Reason.ShouldBe("d0 has 3 levels below it, and 2 are exploded: d0 -> d1 -> d2 -> d3");
        var summary = new Explosion(partial.Graph!, partial.Demand, new ExplosionOptions { MaxLevels = 2 }).Run(_ => { });
        summary.Status.ShouldBe(ExplosionStatus.Complete);
        summary.Levels.ShouldBe(2);
    }

    [Fact]
    public void A_starter_taken_from_stock_outlives_its_recipe_but_not_its_unit()
    {
        BomLine[] lines = [new("bread", "starter", 1) { Stop = true, Unit = "kg" }, new("starter", "flour", -1), new("roll", "flour", 1)];
        var demand = Given.OneDay([("bread", 1), ("roll", 1)]);
        PartialBook.Of(BomGraph.Compile(lines, [new BomItem("starter") { Unit = "kg", SafetyStock = 5 }]), demand, 5).Failed.ShouldBe(["starter"]);
        PartialBook.Of(BomGraph.Compile(lines, [new BomItem("starter") { Unit = "kg", LotMin = -1 }]), demand, 5).Failed.ShouldBe(["bread", "starter"]);
    }

    [Fact]
    public void What_failed_takes_no_stock_and_orders_none()
    {
        BomLine[] lines = [new("pie", "dough", 1), new("pie", "pie", 1), new("roll", "dough", 1)];
        var stock = new BomStock();
        stock.Add("dough", "", 10);
        stock.Add("pie", "", 3);
        var partial = PartialBook.Of(BomGraph.Compile(lines, [new BomItem("pie") { SafetyStock = 9 }]), Given.OneDay([("pie", 10), ("roll", 10)]), 5);
        var covered = Given.Covered(partial.Graph!, partial.Demand, stock);
        covered[("dough", "")].StockUsed.ShouldBe([10]);
        covered.Keys.ShouldNotContain(("pie", ""));
    }

    [Fact]
    public void What_is_of_no_item_alone_leaves_no_graph()
    {
        var book = new BomBook { Lines = [new("a", "b", 1)], Conversions = [new("box", "kg", 0)] };
        var partial = PartialBook.Of(BomGraph.Compile(book), Given.OneDay([("a", 1)]), 5);
        partial.Graph.ShouldBeNull();
        partial.Rest.Findings.ShouldHaveSingleItem().Code.ShouldBe("conversion");
    }

    private static HashSet<string> Above(BomLine[] lines, string[] items)
    {
        var above = items.ToHashSet();
        while (lines.Any(line => above.Contains(line.Component) && above.Add(line.Parent)))
        {
        }

        return above;
    }

    private static string[] Rows(BomGraph graph, BomDemand demand, BomStock stock)
    {
        var rows = new List<string>();
        new Explosion(graph, demand, Deep).Run(row => rows.AddRange(Text(row, demand)));
        new Coverage(graph, demand, stock, Deep).Run(row => rows.AddRange(Text(row)));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static string[] Rows(BomBranches branches)
    {
        var rows = new List<string>();
        foreach (var branch in branches.All)
        {
            branch.Explode(row => rows.AddRange(Text(row, branch.Demand)));
            branch.Cover(row => rows.AddRange(Text(row)));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static List<string> Text(RequirementRow row, BomDemand demand)
    {
        var texts = new List<string>();
        for (var day = 0; day < row.Quantities.Length; day++)
            if (row.Quantities[day] != 0 || (day == 0 && row.FirstDay == demand.FirstDay && row.PastDue != 0))
                texts.Add($"{row.Item} {row.Site} {row.FirstDay.AddDays(day)} {row.Kind} {row.Level} {row.Quantities[day]:R} {(day == 0 ? row.PastDue : 0):R}");
        return texts;
    }

    private static List<string> Text(CoverageRow row)
    {
        var texts = new List<string>();
        for (var day = 0; day < row.Gross.Length; day++)
            texts.Add($"{row.Item} {row.Site} {row.FirstDay.AddDays(day)} {row.Kind} {row.Level} {row.Gross[day]:R} {row.StockUsed[day]:R} {row.Planned[day]:R} "
                + $"{row.Short[day]:R} {row.Left[day]:R} {row.DaysOfCover[day]:R} {(day == 0 ? row.PastDue : 0):R} {(day == 0 ? row.PastDueShort : 0):R}");
        return texts;
    }

    /// <summary>Few lines, so that there are parts; items that take time or change places, come in lots and share stock.</summary>
    private static Gen<Kitchen> Kitchens { get; } =
        from recipe in Gen.OneOf(Parts(AnyBom.Recipes, AnyBom.Timed), Parts(AnyBom.Swaps, AnyBom.Sites))
        from demand in AnyBom.Demands
        from stock in (from item in Gen.Choose(0, AnyBom.Items)
                       from site in Gen.Choose(0, 4)
                       from day in Gen.Choose(-3, AnyBom.Days)
                       from quantity in Gen.Choose(0, 300)
                       select (item, site, day, quantity)).ArrayOf(12)
        where !demand.ItemCodes.IsEmpty
        select new Kitchen(recipe.Lines, recipe.Items, demand, Stock(stock));

    private static Gen<(BomLine[] Lines, BomItem[] Items)> Parts(Gen<BomLine[]> recipes, Gen<BomItem[]> entries) =>
        from lines in recipes
        from count in Gen.Choose(1, 10)
        from items in entries
        from lots in Gen.Choose(0, 7).ArrayOf(AnyBom.Items)
        select (lines[..Math.Min(count, lines.Length)], items.Select((item, at) => lots[at] switch
        {
            0 => item with { LotMultiple = 5, LotDays = 3 },
            1 => item with { SafetyStock = 20 },
            _ => item,
        }).ToArray());

    private static BomStock Stock((int Item, int Site, int Day, int Quantity)[] rows)
    {
        var stock = new BomStock();
        foreach (var (item, site, day, quantity) in rows)
        {
            var name = site == 4 ? "k0" : $"s{site}";
            if (day < 0) stock.Add(AnyBom.Code(item), name, quantity / 10.0);
            else stock.Add(AnyBom.Code(item), name, Given.Monday.AddDays(day), quantity / 10.0);
        }

        return stock;
    }

    private sealed record Kitchen(BomLine[] Lines, BomItem[] Items, BomDemand Demand, BomStock Stock);
}
