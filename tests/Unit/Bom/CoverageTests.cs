using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class CoverageTests
{
    private static Arbitrary<(BomLine[] Lines, BomItem[] Items, BomDemand Demand, BomStock Stock)> Any { get; } =
        (from lines in Gen.OneOf(AnyBom.Recipes, AnyBom.Swaps)
         from items in AnyBom.Sites
         from demand in AnyBom.Demands
         from stock in (from item in Gen.Choose(0, AnyBom.Items)
                        from site in Gen.Choose(0, 5)
                        from day in Gen.Choose(-3, AnyBom.Days + 2)
                        from quantity in Gen.Choose(0, 300)
                        select (item, site, day, quantity)).ArrayOf(25)
         select (lines, items, demand, Stock(stock))).ToArbitrary();

    [Fact]
    public void Without_stock_the_gross_requirement_is_the_explosion_by_bits() => Prop.ForAll(Any, any =>
    {
        var graph = Given.Graph(any.Lines, any.Items);
        var exploded = Given.Exploded(graph, any.Demand);
        foreach (var ((item, site), row) in Given.Covered(graph, any.Demand, new BomStock()))
        {
            var key = (item.Replace("(as stock)", ""), site);
            for (var day = 0; day < AnyBom.Days; day++)
                row.Gross[day].ShouldBe(exploded[(key.Item1, site, Given.Monday.AddDays(day), row.Kind == SupplyKind.FromStock)]);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Stock_is_used_as_far_as_it_goes_and_never_before_it_arrives() => Prop.ForAll(Any, any =>
    {
        var covered = Given.Covered(Given.Graph(any.Lines, any.Items), any.Demand, any.Stock);
        var phantoms = any.Items.Where(item => item.Phantom).Select(item => item.Code + "(as stock)").ToHashSet();
        foreach (var ((item, site), row) in covered)
        {
            if (phantoms.Contains(item)) continue;
            var own = Arrivals(any.Stock, item.Replace("(as stock)", ""), site);
            var other = item.EndsWith(')') ? item.Replace("(as stock)", "") : item + "(as stock)";
            var beside = covered.GetValueOrDefault((other, site))?.StockUsed;
            var (arrived, used) = (0.0, 0.0);
            for (var day = 0; day < AnyBom.Days; day++)
            {
                arrived += own[day];
                used += row.StockUsed[day] + (beside?[day] ?? 0);
                used.ShouldBeLessThanOrEqualTo(arrived + 1e-9);
                row.StockUsed[day].ShouldBeInRange(0, row.Gross[day]);
                if (row.Kind == SupplyKind.Bought) (row.StockUsed[day] + row.Short[day]).ShouldBeAbout(row.Gross[day]);
                if (row.Short[day] > 0 && beside is null) used.ShouldBe(arrived, 1e-9);
                row.DaysOfCover[day].ShouldBeInRange(0, AnyBom.Days - 1 - day);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_bit_of_coverage_depends_on_tiles_or_the_order_of_lines() => Prop.ForAll(Any, any =>
    {
        var expected = Given.Covered(Given.Graph(any.Lines, any.Items), any.Demand, any.Stock);
        var actual = Given.Covered(Given.Graph(any.Lines.Reverse(), any.Items), any.Demand, any.Stock, Given.Deep with { TileBytes = 0 });
        actual.Count.ShouldBe(expected.Count);
        foreach (var (key, row) in expected)
        {
            actual[key].Gross.ShouldBe(row.Gross);
            actual[key].StockUsed.ShouldBe(row.StockUsed);
            actual[key].Planned.ShouldBe(row.Planned);
            actual[key].Short.ShouldBe(row.Short);
            actual[key].DaysOfCover.ShouldBe(row.DaysOfCover);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(new double[] { 2, 2, 2, 2 }, 5, new double[] { 1.5, 0.5, 0, 0 })]
    [InlineData(new double[] { 2, 0, 0, 2 }, 2, new double[] { 2, 1, 0, 0 })]
    [InlineData(new double[] { 2, 2, 2, 2 }, 100, new double[] { 3, 2, 1, 0 })]
    [InlineData(new double[] { 0.3, 0.1, 0.1, 0.1, 0, 0 }, 0.6, new double[] { 5, 4, 3, 2, 1, 0 })]
    [InlineData(new double[] { 1, 4, 1 }, 0, new double[] { 0, 0, 0 })]
    public void Days_of_cover_are_whole_days_and_a_part_of_the_next(double[] needs, double stock, double[] cover)
    {
        var demand = new BomDemand(Given.Monday, needs.Length);
        demand.Add("A", "", needs);
        var held = new BomStock();
        held.Add("A", "", stock);
        var actual = Given.Covered(Given.Graph([]), demand, held)[("A", "")].DaysOfCover;
        for (var day = 0; day < cover.Length; day++) actual[day].ShouldBe(cover[day], 1e-9);
    }

    [Fact]
    public void A_receipt_counts_from_its_day_on()
    {
        var demand = new BomDemand(Given.Monday, 4);
        demand.Add("A", "", [5, 5, 5, 5]);
        var stock = new BomStock();
        stock.Add("A", "", 5);
        stock.Add("A", "", Given.Monday.AddDays(2), 8);
        stock.Add("A", "", Given.Monday.AddDays(9), 100);
        var row = Given.Covered(Given.Graph([new BomLine("Z", "A", 1)]), demand, stock)[("A", "")];
        row.StockUsed.ShouldBe([5, 0, 5, 3]);
        row.Short.ShouldBe([0, 5, 0, 2]);
        row.DaysOfCover.ShouldBe([0, 0, 0.6, 0], 1e-9);
    }

    [Fact]
    public void A_shop_uses_its_own_stock_before_it_asks_the_kitchen()
    {
        var graph = Given.Graph([new BomLine("Broth", "Bones", 2)], new BomItem("Broth") { ProducedAt = "kitchen" });
        var stock = new BomStock();
        stock.Add("Broth", "shop", 4);
        stock.Add("Broth", "kitchen", 1);
        stock.Add("Bones", "kitchen", 3);
        var covered = Given.Covered(graph, Given.OneDay([("Broth", 10)], "shop"), stock);
        covered[("Broth", "shop")].Planned.ShouldBe([6]);
        covered[("Broth", "kitchen")].Gross.ShouldBe([6]);
        covered[("Broth", "kitchen")].Planned.ShouldBe([5]);
        covered[("Bones", "kitchen")].Short.ShouldBe([7]);
    }

    [Fact]
    public void A_starter_takes_what_the_item_leaves_of_its_stock()
    {
        var graph = Given.Graph([new BomLine("Dough", "Flour", 1), new BomLine("Dough", "Dough", 0.1) { Stop = true }]);
        var demand = new BomDemand(Given.Monday, 2);
        demand.Add("Dough", "", [0, 20]);
        var stock = new BomStock();
        stock.Add("Dough", "", 5);
        var covered = Given.Covered(graph, demand, stock);
        covered[("Dough", "")].Planned.ShouldBe([0, 15]);
        covered[("Dough(as stock)", "")].Short.ShouldBe([0, 1.5]);
    }

    [Fact]
    public void A_produced_item_without_a_line_on_the_day_is_short()
    {
        var graph = Given.Graph([new BomLine("A", "B", 1) { ValidTo = Given.Monday.AddDays(1) }]);
        var demand = new BomDemand(Given.Monday, 2);
        demand.Add("A", "", [3, 3]);
        Given.Covered(graph, demand, new BomStock())[("A", "")].Short.ShouldBe([0, 3]);
    }

    private static double[] Arrivals(BomStock stock, string item, string site)
    {
        var arrivals = new double[AnyBom.Days];
        if (!stock.Entries.TryGetValue((item, site), out var entry)) return arrivals;
        arrivals[0] = entry.Opening;
        foreach (var (day, quantity) in entry.Receipts)
            if (day - Given.Monday.DayNumber < AnyBom.Days) arrivals[Math.Max(0, day - Given.Monday.DayNumber)] += quantity;
        return arrivals;
    }

    private static BomStock Stock((int Item, int Site, int Day, int Quantity)[] rows)
    {
        var stock = new BomStock();
        foreach (var (item, site, day, quantity) in rows)
        {
            var name = site < 4 ? $"s{site}" : $"k{site - 4}";
            if (day < 0) stock.Add(AnyBom.Code(item), name, quantity);
            else stock.Add(AnyBom.Code(item), name, Given.Monday.AddDays(day), quantity);
        }

        return stock;
    }
}
