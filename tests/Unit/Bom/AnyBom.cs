using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Random recipes and demands for laws.</summary>
public static class AnyBom
{
    public const int Items = 14;
    public const int Days = 23;

    /// <summary>Lines from smaller to larger items: no cycle. Some scrap, yields, fixed quantities, periods, parallel lines.</summary>
    public static Gen<BomLine[]> Recipes { get; } =
        (from pair in Pair
         from tenths in Gen.Choose(1, 40)
         from extra in Gen.Choose(0, 9)
         from day in Gen.Choose(-3, Days + 3)
         select Line(Math.Min(pair.A, pair.B), Math.Max(pair.A, pair.B) + (pair.A == pair.B ? 1 : 0), tenths, extra, day)).ArrayOf(30);

    /// <summary>Lines one way until a day and the other way from it: cyclic if days are ignored, and acyclic on every day.</summary>
    public static Gen<BomLine[]> Swaps { get; } =
        (from pair in Pair
         from tenths in Gen.Choose(1, 40)
         from extra in Gen.Choose(3, 9)
         let line = Line(pair.A, pair.B, tenths, pair.A == pair.B ? 6 : extra, 0)
         select pair.A < pair.B
             ? line with { ValidTo = Given.Monday.AddDays(11) }
             : line with { ValidFrom = Given.Monday.AddDays(11) }).ArrayOf(20);

    /// <summary>Lines between any items: cycles are likely. Some hold for a while only.</summary>
    public static Gen<BomLine[]> Tangles { get; } =
        from lines in (from pair in Pair
                       from extra in Gen.Choose(0, 5)
                       from day in Gen.Choose(0, Days)
                       select Dated(new BomLine(Code(pair.A), Code(pair.B), 1), extra, day)).ArrayOf(18)
        select lines.Select((line, at) => line with { Origin = at + 1 }).ToArray();

    /// <summary>Demand of a few items at a few sites on a few days; some items have no line.</summary>
    public static Gen<BomDemand> Demands { get; } =
        (from item in Gen.Choose(0, Items + 1)
         from site in Gen.Choose(0, 3)
         from day in Gen.Choose(0, Days - 1)
         from tenths in Gen.Choose(0, 900)
         select (item, site, day, tenths)).ArrayOf(20).Select(wants =>
         {
             var demand = new BomDemand(Given.Monday, Days);
             foreach (var (item, site, day, tenths) in wants) demand.Add(Code(item), $"s{site}", Given.Monday.AddDays(day), tenths / 10.0);
             return demand;
         });

    /// <summary>A site of production for some items; phantoms among the others.</summary>
    public static Gen<BomItem[]> Sites { get; } =
        Gen.Choose(0, 6).ArrayOf(Items).Select(kinds => kinds.Select((kind, item) => kind switch
        {
            0 or 1 => new BomItem(Code(item)) { ProducedAt = $"k{kind}" },
            2 => new BomItem(Code(item)) { ProducedAt = "s1", Scrap = 0.25 },
            3 => new BomItem(Code(item)) { Phantom = true },
            _ => new BomItem(Code(item)) { Yield = 0.8 },
        }).ToArray());

    /// <summary>Like <see cref="Sites"/>, with lead and transfer days.</summary>
    public static Gen<BomItem[]> Timed { get; } =
        from items in Sites
        from leads in Gen.Choose(0, 4).ArrayOf(Items)
        from ways in Gen.Choose(0, 3).ArrayOf(Items)
        select items.Select((item, at) => item with { LeadDays = item.Phantom ? 0 : leads[at], TransferDays = ways[at] }).ToArray();

    /// <summary>Chains over sites: each takes from a larger one, so no circle.</summary>
    public static Gen<BomRoute[]> Routes { get; } =
        (from item in Gen.Choose(0, Items - 1)
         from site in Gen.Choose(0, 3)
         from further in Gen.Choose(0, 3)
         from days in Gen.Choose(0, 2)
         select new BomRoute(Code(item), $"s{site}", site + further > 3 ? "t" : $"s{site + further}", days)).ArrayOf(6)
        .Select(routes => routes.DistinctBy(route => (route.Item, route.Site)).ToArray());

    private static Gen<(int A, int B)> Pair => from a in Gen.Choose(0, Items - 1) from b in Gen.Choose(0, Items - 1) select (a, b);

    public static string Code(int item) => $"i{item:00}";

    public static BomItem[] WithoutSites(BomItem[] items) => [.. items.Select(item => item with { ProducedAt = null })];

    public static BomItem[] WithoutPhantoms(BomItem[] items) => [.. items.Select(item => item with { Phantom = false })];

    private static BomLine Line(int parent, int component, int tenths, int extra, int day)
    {
        var line = Dated(new BomLine(Code(parent), Code(component), tenths / 10.0), extra, day);
        return extra switch
        {
            3 => line with { Scrap = 0.1 },
            4 => line with { Yield = 0.7, Pieces = 3 },
            5 => line with { Fixed = 2.5, Per = 7 },
            6 => line with { Stop = true },
            _ => line,
        };
    }

    private static BomLine Dated(BomLine line, int extra, int day) => extra switch
    {
        0 => line with { ValidFrom = Given.Monday.AddDays(day) },
        1 => line with { ValidTo = Given.Monday.AddDays(day) },
        2 => line with { ValidFrom = Given.Monday.AddDays(day - 4), ValidTo = Given.Monday.AddDays(day + 4) },
        _ => line,
    };
}
