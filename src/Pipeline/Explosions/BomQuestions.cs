using System.Collections.Immutable;
using SecretMagic.Bom;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>Questions about a recipe book in files, answered in memory; nothing is written.</summary>
public static class BomQuestions
{
    /// <summary>Everything that is wrong or odd with the book, at once.</summary>
    /// <exception cref="InputException">A file or a cell cannot be read.</exception>
    public static BomReport Check(RecipeFiles files, CancellationToken token) => Compiled(files, token).Report;

    /// <summary>The book, and everything that is wrong or odd with it.</summary>
    /// <exception cref="InputException">A file or a cell cannot be read.</exception>
    internal static (RecipeCompilation Recipes, BomReport Report) Compiled(RecipeFiles files, CancellationToken token) => Ask(files, asked =>
    {
        var recipes = asked.Recipes;
        var (compiled, graph) = (recipes.Compiled, recipes.Compiled.Graph);
        var status = recipes.Findings.Any(finding => finding.IsError) ? "invalid" : compiled.Cycles.IsEmpty ? "ok" : "cyclic";
        return (recipes, new BomReport(
            status, graph?.Items ?? 0, recipes.Book.Lines.Length, graph is null ? 0 : graph.LevelCount, graph?.Version, recipes.Findings,
            [.. compiled.Components.Select(Describe), .. compiled.Cycles.Where(cycle => cycle.Path[0].Contains('@')).Select(Describe)],
            graph?.Isolated ?? []));
    }, token);

    /// <summary>What an item goes into, on a day at a site.</summary>
    /// <exception cref="InputException">The book cannot be used, or does not know the item.</exception>
    public static ImmutableArray<BomUse> WhereUsed(RecipeFiles files, string item, DateOnly day, string site, CancellationToken token) =>
        Ask(files, asked => new BomDay(asked.Recipes.Graph(), day, site).WhereUsed(item) ?? throw Unknown(item, asked.Recipes), token);

    /// <summary>From which demanded dishes the requirement of an item comes, over all days and sites of a demand.</summary>
    /// <exception cref="InputException">The book or the demand cannot be used, or the book does not know the item.</exception>
    public static ImmutableArray<BomPeg> Peg(RecipeFiles files, string demand, string item, CancellationToken token) =>
        Ask(files, asked =>
    {
        var graph = asked.Recipes.Graph();
        var rows = asked.Book.Demand(asked.Files, asked.Open(demand, token, "item", "date", "quantity"), token).Rows();
        var parts = new Dictionary<string, (double Demand, double Quantity)>(StringComparer.Ordinal);
        foreach (var day in rows.GroupBy(row => (row.Day, row.Site)).OrderBy(day => day.Key.Day).ThenBy(day => day.Key.Site, StringComparer.Ordinal))
        {
            token.ThrowIfCancellationRequested();
            var wanted = day.Select(row => (row.Item, row.Quantity)).ToArray();
            var shares = new BomDay(graph, day.Key.Day, day.Key.Site).Peg(item, wanted) ?? throw Unknown(item, asked.Recipes);
            foreach (var share in shares)
            {
                var before = parts.GetValueOrDefault(share.Item);
                var demanded = Array.Find(wanted, row => row.Item == share.Item).Quantity;
                parts[share.Item] = (before.Demand + demanded, before.Quantity + share.Quantity);
            }
        }

        return parts.Where(part => part.Value.Quantity > 0)
            .OrderByDescending(part => part.Value.Quantity).ThenBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => new BomPeg(part.Key, part.Value.Quantity / part.Value.Demand, part.Value.Quantity)).ToImmutableArray();
    }, token);

    /// <summary>How much of each item the stock on hand is enough for, each as if it were made alone.</summary>
    /// <exception cref="InputException">The book or the stock cannot be used, or the book does not know an item.</exception>
    public static ImmutableArray<(string Item, BomBuild Build)> CanBuild(
        RecipeFiles files, string stock, IReadOnlyList<string> items, DateOnly day, string site, CancellationToken token) =>
        Ask(files, asked =>
    {
        var recipes = asked.Recipes;
        var graph = recipes.Graph();
        var read = asked.Book.Stock(asked.Files, asked.Open(stock, token, "item", "quantity"), token);
        var onHand = read.OnHand.Where(row => row.Site == site).Select(row => (row.Item, row.Quantity)).ToArray();
        var parents = recipes.Book.Lines.Select(line => line.Parent).ToHashSet(StringComparer.Ordinal);
        var wanted = items.Count > 0 ? items : [.. parents.Except(recipes.Book.Lines.Select(line => line.Component)).Order(StringComparer.Ordinal)];
        var on = new BomDay(graph, day, site);
        return wanted.Select(item =>
        {
            token.ThrowIfCancellationRequested();
            return (item, on.CanBuild(item, onHand) ?? throw Unknown(item, recipes));
        }).ToImmutableArray();
    }, token);

    /// <summary>
    /// Divides the stock on hand among what is demanded on one day at one site. Recipes are those of that day; items are in the
    /// order in which they first stand in the demand.
    /// </summary>
    /// <param name="files">The book.</param>
    /// <param name="demand">Demand: item, date, quantity [, site].</param>
    /// <param name="stock">Stock: item, quantity [, site]; rows with a date are not on hand.</param>
    /// <param name="policy">Who gets what there is too little of.</param>
    /// <param name="on">The day; null for the first of the demand.</param>
    /// <param name="site">The site whose demand, stock and recipes count.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="InputException">The book, the demand or the stock cannot be used, or nothing is demanded then and there.</exception>
    public static (DateOnly Day, BomAllocation Allocation) Allocate(
        RecipeFiles files, string demand, string stock, AllocationPolicy policy, DateOnly? on, string site, CancellationToken token) =>
        Ask(files, asked =>
    {
        var graph = asked.Recipes.Graph();
        var given = asked.Book.Demand(asked.Files, asked.Open(demand, token, "item", "date", "quantity"), token);
        var day = on ?? given.FirstDay;
        var wanted = given.Rows().Where(row => row.Day == day && row.Site == site).Select(row => (row.Item, row.Quantity)).ToArray();
        if (wanted.Length == 0)
        {
            throw new InputException(
                $"nothing is demanded on {day:yyyy-MM-dd}{(site.Length == 0 ? " without a site" : $" at {site}")}; the demand reaches from "
                + $"{given.FirstDay:yyyy-MM-dd} to {given.FirstDay.AddDays(given.Days - 1):yyyy-MM-dd}, its sites are "
                + string.Join(", ", given.SiteCodes.Order(StringComparer.Ordinal).Select(code => code.Length == 0 ? "(none)" : code).Take(10)),
                column: given.SiteCodes.Contains(site) ? "--on" : "--site");
        }

        var read = asked.Book.Stock(asked.Files, asked.Open(stock, token, "item", "quantity"), token);
        var onHand = read.OnHand.Where(row => row.Site == site).Select(row => (row.Item, row.Quantity));
        return (day, new BomDay(graph, day, site).Allocate(wanted, onHand, policy));
    }, token);

    /// <summary>The material cost of one unit of every item with a recipe, from prices of what is bought.</summary>
    /// <exception cref="InputException">The book or the prices cannot be used.</exception>
    public static ImmutableArray<(string Item, BomCost Cost)> Cost(RecipeFiles files, string prices, DateOnly day, string site, CancellationToken token) =>
        Ask(files, asked =>
        {
            var costs = new BomDay(asked.Recipes.Graph(), day, site).Cost(asked.Files.Prices(asked.Open(prices, token, "item", "price")));
            return asked.Recipes.Book.Lines.Select(line => line.Parent).Distinct().Order(StringComparer.Ordinal)
                .Where(costs.ContainsKey).Select(item => (item, costs[item])).ToImmutableArray();
        }, token);

    /// <summary>The recipe of an item on a day at a site, down to what is bought.</summary>
    /// <exception cref="InputException">The book cannot be used, or does not know the item.</exception>
    public static RecipePicture Picture(RecipeFiles files, string item, DateOnly day, string site, CancellationToken token) => Ask(files, asked =>
    {
        var recipes = asked.Recipes;
        var isolated = recipes.Graph().Isolated;
        if (isolated.Contains(item)) recipes.Compiled.ThrowIfCyclic();
        if (recipes.Codes([]).BinarySearch(item, StringComparer.Ordinal) < 0) throw Unknown(item, recipes);
        return RecipePicture.Of(recipes.Book, isolated, item, day, site);
    }, token);

    private static T Ask<T>(RecipeFiles files, Func<Asked, T> answer, CancellationToken token)
    {
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        var book = RecipeBook.Open(files, connection, token);
        var scratch = Directory.CreateTempSubdirectory("secretmagic-");
        try
        {
            var reader = new BomFiles(connection, scratch.FullName, token);
            return answer(new Asked(book, book.Compile(reader, token), reader, connection));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static InputException Unknown(string item, RecipeCompilation recipes) =>
        new($"no recipe and no item list names '{item}'.{Nearest.Hint(item, recipes.Codes([]))}", column: "--item");

    private static BomReport.Cyclic Describe(BomCyclicComponent component) => new(
        component.Members, [.. component.Cycles.Select(cycle => cycle.ToString())], component.IsTruncated,
        $"{component.Suggestion.From} -> {component.Suggestion.To} (line {component.Suggestion.Origin})",
        Text(component.Cycles[0].FirstDay), Text(component.Cycles[0].LastDay));

    private static BomReport.Cyclic Describe(BomCycle transfers) =>
        new([.. transfers.Path[..^1]], [transfers.ToString()], false, $"{transfers.Path[0]} -> {transfers.Path[1]}", null, null);

    private static string? Text(DateOnly? day) => day is { } date ? $"{date:yyyy-MM-dd}" : null;

    /// <summary>What a question is asked of.</summary>
    private sealed record Asked(RecipeBook Book, RecipeCompilation Recipes, BomFiles Files, DuckConnection Connection)
    {
        public InputTable Open(string path, CancellationToken token, params ReadOnlySpan<string> columns) =>
            InputTable.OpenIfGiven(path, Connection, token, columns)!;
    }
}
