using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

public sealed class ExplosionTests
{
    private static Arbitrary<(BomLine[] Lines, BomItem[] Items, BomDemand Demand)> Any { get; } =
        (from lines in Gen.OneOf(AnyBom.Recipes, AnyBom.Swaps)
         from items in AnyBom.Sites
         from demand in AnyBom.Demands
         select (lines, items, demand)).ToArbitrary();

    [Fact]
    public void Explosion_equals_expansion_of_every_path() => Prop.ForAll(Any, any =>
    {
        // Fixed quantities hang on a day of need, not on a path.
        var lines = any.Lines.Select(line => line with { Fixed = 0 }).ToArray();
        var items = AnyBom.WithoutPhantoms(AnyBom.WithoutSites(any.Items));
        var expected = new Dictionary<(string, string, DateOnly, bool), double>();
        foreach (var (item, site, quantities) in any.Demand.Series)
            for (var day = 0; day < quantities.Length; day++)
                Expand(any.Demand.Items[item], any.Demand.Sites[site], Given.Monday.AddDays(day), quantities[day], false);
        var actual = Given.Exploded(Given.Graph(lines, items), any.Demand);
        foreach (var (key, quantity) in expected)
            if (quantity != 0) actual[key].ShouldBeAbout(quantity);
        actual.Values.Count(value => value != 0).ShouldBe(expected.Values.Count(value => value != 0));

        void Expand(string code, string site, DateOnly day, double quantity, bool stop)
        {
            expected[(code, site, day, stop)] = expected.GetValueOrDefault((code, site, day, stop)) + quantity;
            if (stop || quantity == 0) return;
            var item = items.FirstOrDefault(item => item.Code == code) ?? new BomItem(code);
            foreach (var line in lines)
            {
                if (line.Parent != code || day < line.ValidFrom || day >= line.ValidTo) continue;
                var planned = quantity * (1 + item.Scrap) / item.Yield / line.Per;
                Expand(line.Component, site, day, planned * line.Quantity * line.Pieces * (1 + line.Scrap) / line.Yield, line.Stop);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_bit_depends_on_the_order_of_lines_on_tiles_or_on_threads() => Prop.ForAll(Any, any =>
    {
        var expected = Given.Exploded(Given.Graph(any.Lines, any.Items), any.Demand);
        var reversed = Given.Graph(any.Lines.Reverse(), [.. any.Items.Reverse()]);
        foreach (var (bytes, threads) in new[] { (0L, 1), (3_000, 1), (20_000, 1), (0, 2), (20_000, 3), (1 << 20, 2) })
        {
            var actual = Given.Exploded(reversed, any.Demand, Given.Deep with { TileBytes = bytes, Threads = threads });
            foreach (var (key, quantity) in expected) actual.GetValueOrDefault(key).ShouldBe(quantity);
            actual.Values.Count(value => value != 0).ShouldBe(expected.Values.Count(value => value != 0));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Threads_hand_over_the_rows_in_the_order_of_one()
    {
        var graph = Given.Graph([new BomLine("dish", "rice", 2), new BomLine("soup", "rice", 3)]);
        var demand = new BomDemand(new DateOnly(2026, 1, 1), 100);
        foreach (var site in new[] { "north", "south", "west" })
            foreach (var item in new[] { "dish", "soup" }) demand.Add(item, site, [.. Enumerable.Range(1, 100).Select(day => (double)day)]);
        Rows(3).ShouldBe(Rows(1));

        // Threads share the memory, so tiles are the same.
        List<(string, string, DateOnly, double)> Rows(int threads)
        {
            var rows = new List<(string, string, DateOnly, double)>();
            var options = Given.Deep with { TileBytes = threads * graph.Items * 8 * sizeof(double), Threads = threads };
            new Explosion(graph, demand, options).Run(row => rows.Add((row.Item, row.Site, row.FirstDay, row.Quantities[0])));
            rows.Count.ShouldBe(3 * 3 * 13);
            return rows;
        }
    }

    [Fact]
    public void What_the_receiver_throws_ends_every_thread_and_comes_out_as_it_is()
    {
        var demand = new BomDemand(new DateOnly(2026, 1, 1), 64);
        demand.Add("dish", "", [.. Enumerable.Repeat(1.0, 64)]);
        var explosion = new Explosion(Given.Graph([new BomLine("dish", "rice", 1)]), demand, Given.Deep with { TileBytes = 3 * 8 * 8 * 4, Threads = 3 });
        var told = 0;
        Should.Throw<OperationCanceledException>(() => explosion.Run(_ =>
        {
            if (++told == 3) throw new OperationCanceledException();
        }));
        told.ShouldBe(3);
    }

    [Fact]
    public void Sum_over_sites_equals_the_explosion_without_sites() => Prop.ForAll(Any, any =>
    {
        // A fixed quantity is for a day of production, and one producing site has fewer of them than all sites have.
        var lines = any.Lines.Select(line => line with { Fixed = 0 }).ToArray();
        var parents = lines.Select(line => line.Parent).ToHashSet();
        var raw = any.Items.Select(item => parents.Contains(item.Code) ? item : item with { ProducedAt = null }).ToArray();
        var actual = Sums(Given.Exploded(Given.Graph(lines, raw), any.Demand));
        foreach (var (key, quantity) in Sums(Given.Exploded(Given.Graph(lines, AnyBom.WithoutSites(raw)), any.Demand)))
            actual[key].ShouldBeAbout(quantity);

        Dictionary<(string, DateOnly), double> Sums(Dictionary<(string Item, string Site, DateOnly Day, bool FromStock), double> values) =>
            values.Where(value => !parents.Contains(value.Key.Item)).GroupBy(value => (value.Key.Item, value.Key.Day), value => value.Value)
                .ToDictionary(group => group.Key, group => group.Sum());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Twice_the_demand_requires_exactly_twice() => Prop.ForAll(Any, any =>
    {
        var graph = Given.Graph(any.Lines.Select(line => line with { Fixed = 0 }), any.Items);
        var twice = new BomDemand(Given.Monday, AnyBom.Days);
        foreach (var (item, site, quantities) in any.Demand.Series)
            twice.Add(any.Demand.Items[item], any.Demand.Sites[site], quantities.Select(value => 2 * value).ToArray());
        var actual = Given.Exploded(graph, twice);
        foreach (var (key, quantity) in Given.Exploded(graph, any.Demand)) actual[key].ShouldBe(2 * quantity);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_central_kitchen_gets_the_demand_of_its_shops()
    {
        var golden = GoldenCase.Of("central-kitchen-transfer");
        var demand = new BomDemand(Given.Monday, 7);
        foreach (var want in golden["demand"].EnumerateArray())
            demand.Add(
                want.GetProperty("item").GetString()!, want.GetProperty("site").GetString()!,
                Given.Monday.AddDays(5), want.GetProperty("qty").GetDouble());
        var values = Given.Exploded(Given.Graph(golden.Lines(), golden.Items()), demand);

        // The case fetches a day ahead; without lead time everything is on day 5.
        foreach (var row in golden["expected"].EnumerateArray())
        {
            var key = (row.GetProperty("item").GetString()!, row.GetProperty("site").GetString()!, Given.Monday.AddDays(5), false);
            values[key].ShouldBeAbout(row.GetProperty("qty").GetDouble(), key.ToString());
        }

        foreach (var (item, quantity) in GoldenCase.Quantities(golden["without_produced_at"]))
            values.Where(value => value.Key.Item == item).Sum(value => value.Value).ShouldBeAbout(quantity);
    }

    [Fact]
    public void What_a_shop_gets_ready_made_is_the_end_of_its_explosion()
    {
        var golden = GoldenCase.Of("iiko-direct-writeoff-stops-explosion");
        foreach (var site in golden["sites"].EnumerateObject())
        {
            BomItem[] direct = [.. site.Value.GetProperty("direct").EnumerateArray()
                .Select(item => new BomItem(item.GetString()!) { ProducedAt = "kitchen" })];
            var demand = Given.OneDay(GoldenCase.Quantities(golden["demand"].GetProperty(site.Name)), site.Name);
            var values = Given.Exploded(Given.Graph(golden.Lines(), direct), demand);
            foreach (var (item, quantity) in GoldenCase.Quantities(golden["expected"].GetProperty(site.Name)))
                values.GetValueOrDefault((item, site.Name, Given.Monday, false)).ShouldBeAbout(quantity, item);
        }
    }

    [Fact]
    public void A_diamond_of_2_to_the_40_paths_is_exact()
    {
        var lines = Enumerable.Range(0, 40).SelectMany(level => new[]
        {
            new BomLine($"N{level}", $"L{level}", 1), new BomLine($"N{level}", $"R{level}", 1),
            new BomLine($"L{level}", $"N{level + 1}", 1), new BomLine($"R{level}", $"N{level + 1}", 1),
        });
        Given.Required(Given.Graph(lines), ("N0", 1))["N40"].ShouldBe(1L << 40);
    }

    [Fact]
    public void A_chain_of_100_000_levels_is_exploded()
    {
        var lines = Enumerable.Range(0, 100_000).Select(level => new BomLine($"N{level}", $"N{level + 1}", 1));
        var graph = Given.Graph(lines);
        graph.LevelCount.ShouldBe(100_001);
        Given.Required(graph, ("N0", 3))["N100000"].ShouldBe(3);
    }

    [Fact]
    public void A_line_holds_from_its_first_day_until_the_day_it_ends()
    {
        var line = new BomLine("A", "B", 2) { ValidFrom = Given.Monday.AddDays(1), ValidTo = Given.Monday.AddDays(3) };
        var demand = new BomDemand(Given.Monday, 4);
        demand.Add("A", "", [1, 1, 1, 1]);
        var values = Given.Exploded(Given.Graph([line]), demand);
        Enumerable.Range(0, 4).Select(day => values[("B", "", Given.Monday.AddDays(day), false)]).ShouldBe([0, 2, 2, 0]);
    }

    [Fact]
    public void Recipes_that_swap_roles_on_a_day_are_exploded_on_both_sides_of_it()
    {
        BomLine[] lines =
        [
            new("A", "B", 2) { ValidTo = Given.Monday.AddDays(1) }, new("B", "A", 3) { ValidFrom = Given.Monday.AddDays(1) },
            new("A", "Raw", 1), new("B", "Raw", 1),
        ];
        var demand = new BomDemand(Given.Monday, 2);
        demand.Add("A", "", [1, 1]);
        demand.Add("B", "", [1, 1]);
        var values = Given.Exploded(Given.Graph(lines), demand);
        (values[("Raw", "", Given.Monday, false)], values[("Raw", "", Given.Monday.AddDays(1), false)]).ShouldBe((4, 5));
    }

    [Fact]
    public void A_level_limit_cuts_only_what_lies_deeper()
    {
        BomLine[] lines = [new("A", "B", 1), new("B", "C", 1), new("C", "D", 1), new("A", "D", 5)];
        var values = Given.Exploded(Given.Graph(lines), Given.OneDay([("A", 2)]), new ExplosionOptions { MaxLevels = 2 }, out var summary);
        values[("D", "", Given.Monday, false)].ShouldBe(10);
        summary.Frontier.ShouldBe([new ExplosionSummary.Cut("C", 2)]);
    }

    [Fact]
    public void The_limit_counts_levels_under_what_is_demanded()
    {
        var lines = Enumerable.Range(0, 9).Select(level => new BomLine($"L{level}", $"L{level + 1}", 1));
        Given.Exploded(Given.Graph(lines), Given.OneDay([("L5", 1)]), new ExplosionOptions(), out var summary);
        (summary.Status, summary.Levels).ShouldBe((ExplosionStatus.Complete, 4));
    }

    [Fact]
    public void Demand_that_is_no_quantity_is_a_finding_and_is_refused()
    {
        var demand = new BomDemand(Given.Monday, 2);
        demand.Add("A", "", [1, double.NaN], origin: 7);
        demand.Add("B", "", Given.Monday, -1, origin: 8);
        demand.Findings.Select(finding => finding.Origin).ShouldBe([7, 8]);
        Should.Throw<ArgumentException>(() => new Explosion(Given.Graph([new BomLine("A", "B", 1)]), demand, Given.Deep));
    }

    [Fact]
    public void An_unknown_item_is_required_as_itself()
    {
        var values = Given.Exploded(Given.Graph([new BomLine("A", "B", 1)]), Given.OneDay([("Z", 4)]), null, out var summary);
        values.ShouldBe(new Dictionary<(string, string, DateOnly, bool), double> { [("Z", "", Given.Monday, false)] = 4 });
        summary.UnknownItems.ShouldBe(["Z"]);
    }
}
