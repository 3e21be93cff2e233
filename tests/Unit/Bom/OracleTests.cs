using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Explosions against exact arithmetic over every path, with dates, sites, routes and days on the way.</summary>
public sealed class OracleTests
{
    private static Arbitrary<(BomLine[] Lines, BomItem[] Items, BomRoute[] Routes, BomDemand Demand)> Any { get; } =
        (from lines in AnyBom.Recipes
         from items in AnyBom.Timed
         from routes in AnyBom.Routes
         from demand in AnyBom.Demands
         select (lines, items, routes, demand)).ToArbitrary();

    [Fact]
    public void Explosion_equals_exact_arithmetic_to_15_digits() => Prop.ForAll(Any, any =>
    {
        BomLine[] lines = [.. any.Lines.Select(line => line with { Fixed = 0 })];
        if (Graph(lines, any.Items, any.Routes) is not { } graph) return;
        var expected = Expand(lines, any.Items, any.Routes, any.Demand);
        var actual = Values(graph, any.Demand, Given.Deep);
        foreach (var (key, quantity) in expected)
            if (!quantity.Up.IsZero) quantity.DistanceTo(actual.GetValueOrDefault(key)).ShouldBeLessThan(1e-14, key.ToString());
        actual.Count(value => value.Value != 0).ShouldBe(expected.Count(value => !value.Value.Up.IsZero));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sum_over_sites_and_days_equals_the_explosion_without_them() => Prop.ForAll(Any, any =>
    {
        BomLine[] lines = [.. any.Lines.Select(line => line with { Fixed = 0, ValidFrom = null, ValidTo = null })];
        var parents = lines.Select(line => line.Parent).ToHashSet();
        BomItem[] raw = [.. any.Items.Select(item => parents.Contains(item.Code) ? item : item with { ProducedAt = null })];
        BomRoute[] routes = [.. any.Routes.Where(route => parents.Contains(route.Item))];
        if (Graph(lines, raw, routes) is not { } graph) return;
        var actual = Sums(Values(graph, any.Demand, Given.Deep));
        BomItem[] plain = [.. raw.Select(item => item with { ProducedAt = null, LeadDays = 0 })];
        foreach (var (item, quantity) in Sums(Values(Graph(lines, plain, [])!, any.Demand, Given.Deep))) actual[item].ShouldBe(quantity, 1e-12 * quantity);

        Dictionary<string, double> Sums(Dictionary<(string Item, string Site, int Day, bool FromStock), double> values) =>
            values.Where(value => !parents.Contains(value.Key.Item)).GroupBy(value => value.Key.Item, value => value.Value)
                .ToDictionary(group => group.Key, group => group.Sum());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_bit_of_an_explosion_over_time_depends_on_tiles() => Prop.ForAll(Any, any =>
    {
        if (Graph([.. any.Lines.Reverse()], [.. any.Items.Reverse()], any.Routes) is not { } graph) return;
        var expected = Values(Graph(any.Lines, any.Items, any.Routes)!, any.Demand, Given.Deep);
        foreach (var bytes in new[] { 0L, 3_000, 20_000 })
        {
            var actual = Values(graph, any.Demand, Given.Deep with { TileBytes = bytes });
            foreach (var (key, quantity) in expected) actual.GetValueOrDefault(key).ShouldBe(quantity, key.ToString());
            actual.Count(value => value.Value != 0).ShouldBe(expected.Count(value => value.Value != 0));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_bit_of_a_plan_with_lots_depends_on_tiles() => Prop.ForAll(Any, any =>
    {
        BomItem[] items = [.. any.Items.Select((item, at) => at % 3 == 0 && !item.Phantom
            ? item with { LotMultiple = 2, LotMin = 5, LotDays = 1 + at % 5, SafetyStock = at }
            : item)];
        var compiled = BomGraph.Compile(new BomBook
        {
            Lines = [.. any.Lines.Select(line => line with { Stop = false })],
            Items = [.. items],
            Routes = [.. any.Routes],
            Outputs = [new BomOutput(AnyBom.Code(2), AnyBom.Code(AnyBom.Items - 1), 0.5)],
        });
        if (compiled.Graph is null) return;
        var stock = new BomStock();
        for (var item = 0; item < AnyBom.Items; item++)
            for (var site = 0; site < 4; site++) stock.Add(AnyBom.Code(item), $"s{site}", Given.Monday.AddDays(item * site % AnyBom.Days), 5 * item);
        var expected = Given.Covered(compiled.Graph, any.Demand, stock, Given.Deep with { CoverDays = 4 });
        foreach (var bytes in new[] { 0L, 20_000 })
        {
            var actual = Given.Covered(compiled.Graph, any.Demand, stock, Given.Deep with { CoverDays = 4, TileBytes = bytes });
            foreach (var (key, row) in expected)
            {
                if (row.Gross.All(value => value == 0) && row.PastDue == 0 && row.Planned.All(value => value == 0)) continue;
                var other = actual[key];
                other.Gross.ShouldBe(row.Gross);
                other.Planned.ShouldBe(row.Planned);
                other.StockUsed.ShouldBe(row.StockUsed, $"{key} {row.Kind} tile {bytes} gross {string.Join(" ", row.Gross)}");
                other.Short.ShouldBe(row.Short);
                (other.PastDue, other.PastDuePlanned).ShouldBe((row.PastDue, row.PastDuePlanned));
                for (var day = 0; day < AnyBom.Days; day++)
                    if (row.Gross[day] > 0) (other.DaysOfCover[day], other.Left[day]).ShouldBe((row.DaysOfCover[day], row.Left[day]));
            }
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>The graph; null where a route and a site of production make a circle.</summary>
    private static BomGraph? Graph(BomLine[] lines, BomItem[] items, BomRoute[] routes)
    {
        var compiled = BomGraph.Compile(new BomBook { Lines = [.. lines], Items = [.. items], Routes = [.. routes] });
        compiled.Findings.Where(finding => finding.IsError).ShouldBeEmpty();
        return compiled.Graph;
    }

    /// <summary>Every value by item, site, day of the horizon (-1 for past due) and whether it is taken from stock.</summary>
    private static Dictionary<(string Item, string Site, int Day, bool FromStock), double> Values(BomGraph graph, BomDemand demand, ExplosionOptions options)
    {
        var values = new Dictionary<(string, string, int, bool), double>();
        new Explosion(graph, demand, options).Run(row =>
        {
            var first = row.FirstDay.DayNumber - Given.Monday.DayNumber;
            for (var day = 0; day < row.Quantities.Length; day++)
                values.Add((row.Item, row.Site, first + day, row.Kind == SupplyKind.FromStock), row.Quantities[day]);
            if (row.PastDue != 0) values.Add((row.Item, row.Site, -1, row.Kind == SupplyKind.FromStock), row.PastDue);
        });
        return values;
    }

    private static Dictionary<(string Item, string Site, int Day, bool FromStock), Rational> Expand(
        BomLine[] lines, BomItem[] items, BomRoute[] routes, BomDemand demand)
    {
        var values = new Dictionary<(string, string, int, bool), Rational>();
        var byCode = items.ToDictionary(item => item.Code);
        var byParent = lines.ToLookup(line => line.Parent);
        foreach (var (item, site, quantities) in demand.Series)
            for (var day = 0; day < quantities.Length; day++)
                if (quantities[day] > 0) Need(demand.Items[item], demand.Sites[site], day, Rational.Of(quantities[day]), false);
        foreach (var key in values.Keys.Where(key => byCode.TryGetValue(key.Item1, out var item) && item.Phantom && !key.Item4).ToArray()) values.Remove(key);
        return values;

        void Need(string code, string site, int day, Rational quantity, bool fromStock)
        {
            values[(code, site, day, fromStock)] = values.GetValueOrDefault((code, site, day, fromStock), Rational.Zero) + quantity;
            if (fromStock) return;
            var item = byCode.GetValueOrDefault(code) ?? new BomItem(code);
            if (From(item, site) is { } from)
            {
                Need(code, from.Site, Earlier(day, from.Days), quantity, false);
                return;
            }

            var consumed = Earlier(day, item.Phantom ? 0 : item.LeadDays);
            var date = Given.Monday.AddDays(Math.Max(0, consumed));
            foreach (var line in byParent[code])
            {
                if (date < line.ValidFrom || date >= line.ValidTo) continue;
                var factor = (Rational.Of(1) + Rational.Of(item.Scrap)) / Rational.Of(item.Yield) * Rational.Of(line.Quantity) * Rational.Of(line.Pieces)
                    * (Rational.Of(1) + Rational.Of(line.Scrap)) / (Rational.Of(line.Yield) * Rational.Of(line.Per));
                Need(line.Component, site, consumed, quantity * factor, line.Stop);
            }
        }

        (string Site, int Days)? From(BomItem item, string site)
        {
            if (routes.FirstOrDefault(route => route.Item == item.Code && route.Site == site) is { } route)
                return route.From == site ? null : (route.From, route.Days);
            return item.Phantom || item.ProducedAt is null || item.ProducedAt == site ? null : (item.ProducedAt, item.TransferDays);
        }

        static int Earlier(int day, int days) => day < days ? -1 : day - days;
    }
}
