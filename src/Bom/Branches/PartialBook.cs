using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// A book without what cannot be exploded: a defect costs the items where it is and everything made of them, and nothing else. What is left out takes no
/// stock, places no order and yields nothing.
/// </summary>
/// <remarks>Law: every defect is told with all the dishes that reach it, and a dish that reaches none is exploded.</remarks>
/// <param name="Graph">What is left, compiled; null where something is wrong that is of no item alone.</param>
/// <param name="Demand">What is demanded of it, over the whole horizon.</param>
/// <param name="Failed">The items left out, dishes among them, by code.</param>
/// <param name="Defects">What is wrong, in the order in which it was found.</param>
public sealed record PartialBook(BomGraph? Graph, BomDemand Demand, ImmutableArray<string> Failed, ImmutableArray<BomDefect> Defects)
{
    /// <summary>The compilation of what is left; its errors are those of no item alone.</summary>
    public required BomCompilation Rest { get; init; }

    /// <summary>Takes out of a book what cannot be exploded.</summary>
    /// <param name="compiled">The book; where its cycles are isolated they are no defects.</param>
    /// <param name="demand">What is wanted.</param>
    /// <param name="maxLevels">A dish with more levels below it is left out.</param>
    public static PartialBook Of(BomCompilation compiled, BomDemand demand, int maxLevels)
    {
        var (failed, doubted) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var defects = ImmutableArray.CreateBuilder<BomDefect>();
        Ancestry? ancestry = null;
        var (rest, left) = (compiled, demand);
        while (true)
        {
            DefectSearch.Seed[] found = rest.Graph is { } graph
                ? [.. Heights.Beyond(graph, left, maxLevels).Select(dish => TooDeep(dish.Item, dish.Path, maxLevels))]
                : [.. DefectSearch.Of(rest)];
            if (!found.Any(seed => seed.Items.Any(item => !failed.Contains(item)))) break;
            ancestry ??= new Ancestry(compiled.Book);
            foreach (var seed in found)
            {
                var above = ancestry.Above(seed.Items, !seed.IsOfRecipe);
                failed.UnionWith(above);
                if (!seed.IsOfRecipe) doubted.UnionWith(seed.Items);
                defects.Add(new BomDefect(seed.Code, seed.Reason, [.. above.Order(StringComparer.Ordinal)], LeftOut(demand, above))
                {
                    At = seed.Items,
                    Findings = seed.Findings,
                });
            }

            left = Without(demand, failed);
            rest = BomGraph.Compile(Without(compiled.Book, failed, doubted));
        }

        return new PartialBook(rest.Graph, left, [.. failed.Order(StringComparer.Ordinal)], defects.ToImmutable()) { Rest = rest };
    }

    /// <summary>What is demanded of some items.</summary>
    public static ImmutableArray<BomLeftOut> LeftOut(BomDemand demand, IReadOnlySet<string> items) =>
    [
        .. demand.Series.Where(series => items.Contains(demand.Items[series.Item])).GroupBy(series => demand.Items[series.Item], series => series.Quantities)
            .Select(rows => new BomLeftOut(rows.Key, rows.Sum(days => days.Count(quantity => quantity != 0)), rows.Sum(days => days.Sum())))
            .Where(row => row.Lines > 0).OrderBy(row => row.Item, StringComparer.Ordinal),
    ];

    private static DefectSearch.Seed TooDeep(string item, string[] path, int maxLevels) =>
        new("too-deep", $"{item} has {path.Length - 1} levels below it, and {maxLevels} are exploded: {string.Join(" -> ", path)}", [item], IsOfRecipe: true);

    private static BomDemand Without(BomDemand demand, HashSet<string> failed)
    {
        int[] kept = [.. Enumerable.Range(0, demand.Series.Count).Where(at => !failed.Contains(demand.Items[demand.Series[at].Item]))];
        return demand.Only(kept);
    }

    /// <summary>
    /// The book without the recipes of what failed. Its items stay known, because others may take them from stock, but are not ordered; those in doubt
    /// are gone.
    /// </summary>
    private static BomBook Without(BomBook book, HashSet<string> failed, HashSet<string> doubted) => book with
    {
        Lines = [.. book.Lines.Where(line => !failed.Contains(line.Parent ?? ""))],
        Items = [.. book.Items.Where(item => !doubted.Contains(item.Code ?? "")).Select(item => failed.Contains(item.Code ?? "") ? Unmade(item) : item)],
        Outputs = [.. book.Outputs.Where(output => !failed.Contains(output.Process) && !failed.Contains(output.Item))],
        Routes = [.. book.Routes.Where(route => !failed.Contains(route.Item))],
        Conversions = [.. book.Conversions.Where(conversion => conversion.Item is null || !doubted.Contains(conversion.Item))],
    };

    private static BomItem Unmade(BomItem item) =>
        item with { ProducedAt = null, LotMin = 0, LotMultiple = 0, LotMax = 0, LotDays = 1, SafetyStock = 0 };
}
