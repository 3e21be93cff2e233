using System.Collections.Immutable;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tenancy;

namespace SecretMagic.Api;

/// <summary>An explosion to compute at once; the members of rows are the columns of the files that <c>explode</c> reads.</summary>
/// <param name="Client">For whom.</param>
/// <param name="Demand">What is wanted.</param>
/// <param name="Lines">Lines of recipes.</param>
/// <param name="Items">What is known of items.</param>
/// <param name="Stock">What is on hand and what arrives.</param>
/// <param name="Options">How.</param>
/// <param name="Recipes">Or uploads with recipes: bom, and items, conversions, outputs, routes.</param>
/// <param name="Source">Or the recipes that the client's source of bom names.</param>
internal sealed record ExplodeWish(
    string Client, IReadOnlyList<ExplodeWish.Wanted> Demand, IReadOnlyList<ExplodeWish.Line>? Lines = null, IReadOnlyList<ExplodeWish.Item>? Items = null,
    IReadOnlyList<ExplodeWish.OnHand>? Stock = null, ExplodeWish.How? Options = null, IReadOnlyDictionary<string, string>? Recipes = null,
    bool Source = false)
{
    internal const int MostRows = 10_000;
    private const long MostCells = 4_000_000, MostAnswered = 100_000;
    private const int LongestHorizon = 3_660, MostLevels = 10_000;
    private const long MostBytes = 32L << 20;

    private static readonly ImmutableArray<string> LineColumns =
    [
        "parent", "component", "quantity", "per", "pieces", "unit", "scrap", "yield", "fixed", "valid_from", "valid_to", "only_at", "not_at", "produced_at",
        "stop", "group", "priority", "consumable", "ignores_parent_loss", "chart", "net_weight", "output_weight",
    ];

    private static readonly ImmutableArray<string> ItemColumns =
    [
        "item", "name", "unit", "scrap", "yield", "produced_at", "transfer_days", "lead_days", "phantom", "lot_min", "lot_multiple", "lot_max", "lot_days",
        "safety_stock",
    ];

    /// <summary>The explosion; what is wrong with single values is told all at once.</summary>
    /// <exception cref="ProblemException">Something cannot be used, or is too much for an answer at once.</exception>
    internal GivenExplosion Checked(PathClient client, TenantLake lake)
    {
        if ((Lines is null ? 0 : 1) + (Recipes is null ? 0 : 1) + (Source ? 1 : 0) != 1)
        {
            throw new ProblemException(
                "value-refused", "Give one of lines, recipes and source.", new ProblemError("lines", "one of lines, recipes and source"));
        }
        if (Lines is null && Items is not null)
            throw new ProblemException("value-refused", "items go with lines: recipes have a file of items.", new ProblemError("items", "only with lines"));
        var files = Recipes is not null ? RecipeShelf.FilesOf(client, lake, Recipes) : Source ? RecipeShelf.FilesOf(client, lake) : null;
        if (files is not null) Bound(files);
        foreach (var (member, rows) in ((string, int)[])
            [("lines", Lines?.Count ?? 0), ("demand", Demand.Count), ("items", Items?.Count ?? 0), ("stock", Stock?.Count ?? 0)])
        {
            if (rows > MostRows)
                throw new ProblemException("upload-needed", $"{member} has {rows:N0} rows: at most {MostRows:N0} are exploded at once.");
        }

        var errors = new List<ProblemError>();
        if (Lines is []) errors.Add(new ProblemError("lines", "at least one line is needed"));
        if (Demand.Count == 0) errors.Add(new ProblemError("demand", "at least one row is needed"));
        var how = Options ?? new How();
        if (how.Levels is < 1 or > MostLevels) errors.Add(new ProblemError("options.levels", $"is {how.Levels}: give 1 to {MostLevels}"));
        var cells = new Cells(errors);
        var explosion = new GivenExplosion
        {
            Recipes = files,
            Lines = Lines is null ? null : cells.Of("lines", Lines, LineColumns, line =>
            [
                line.Parent, line.Component, line.Quantity, line.Per, line.Pieces, line.Unit, line.Scrap, line.Yield, line.Fixed, line.ValidFrom, line.ValidTo,
                line.OnlyAt, line.NotAt, line.ProducedAt, line.Stop, line.Group, line.Priority, line.Consumable, line.IgnoresParentLoss, line.Chart,
                line.NetWeight, line.OutputWeight,
            ]),
            Items = Items is not { Count: > 0 } items ? null : cells.Of("items", items, ItemColumns, item =>
            [
                item.Code, item.Name, item.Unit, item.Scrap, item.Yield, item.ProducedAt, item.TransferDays, item.LeadDays, item.Phantom, item.LotMin,
                item.LotMultiple, item.LotMax, item.LotDays, item.SafetyStock,
            ]),
            Demand = cells.Of("demand", Demand, ["item", "date", "quantity", "site"], row => [row.Item, row.Date, new Cells.Amount(row.Quantity), row.Site]),
            Stock = Stock is not { Count: > 0 } stock ? null : cells.Of(
                "stock", stock, ["item", "quantity", "site", "date"], row => [row.Item, new Cells.Amount(row.Quantity), row.Site, row.Date]),
            MaxLevels = how.Levels,
            IsPartial = how.Partial,
            MostRows = MostAnswered,
        };
        if (errors.Count == 0) Bound(errors);
        return errors.Count == 0
            ? explosion
            : throw new ProblemException(
                "value-refused", $"{errors.Count:N0} values cannot be used; the first: {errors[0].Field} {errors[0].Message}.", [.. errors]);
    }

    private static void Bound(RecipeFiles files)
    {
        string?[] paths = [files.Bom, files.Items, files.Conversions, files.Outputs, files.Routes];
        var bytes = paths.Sum(path => File.Exists(path) ? new FileInfo(path).Length : 0);
        if (bytes > MostBytes) throw new ProblemException("upload-needed", $"The recipes have {bytes:N0} bytes: at most {MostBytes:N0} are exploded at once.");
    }

    /// <summary>A horizon is dense in days: its memory is known before it is taken.</summary>
    private void Bound(List<ProblemError> errors)
    {
        var days = Demand.Max(row => row.Date.DayNumber) - Demand.Min(row => row.Date.DayNumber) + 1L;
        if (days > LongestHorizon) errors.Add(new ProblemError("demand", $"the dates reach over {days:N0} days: a horizon has at most {LongestHorizon:N0}"));
        else if (days * Demand.Select(row => (row.Item, row.Site)).Distinct().Count() > MostCells)
            throw new ProblemException("upload-needed", $"The demand is of more than {MostCells:N0} days of items: that is not exploded at once.");
    }

    /// <summary>A line of a recipe: quantity of the component for per units of the parent.</summary>
    internal sealed record Line(
        string Parent, string Component, double Quantity, double? Per = null, double? Pieces = null, string? Unit = null, double? Scrap = null,
        double? Yield = null, double? Fixed = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null, string? OnlyAt = null, string? NotAt = null,
        string? ProducedAt = null, bool? Stop = null, string? Group = null, int? Priority = null, bool? Consumable = null, bool? IgnoresParentLoss = null,
        string? Chart = null, double? NetWeight = null, double? OutputWeight = null);

    /// <summary>What is known of an item.</summary>
    internal sealed record Item(
        [property: System.Text.Json.Serialization.JsonPropertyName("item")] string Code, string? Name = null, string? Unit = null, double? Scrap = null,
        double? Yield = null, string? ProducedAt = null, int? TransferDays = null, int? LeadDays = null, bool? Phantom = null, double? LotMin = null,
        double? LotMultiple = null, double? LotMax = null, int? LotDays = null, double? SafetyStock = null);

    /// <summary>What is wanted of an item on a day.</summary>
    internal sealed record Wanted(string Item, DateOnly Date, double Quantity, string? Site = null);

    /// <summary>What is on hand before the horizon; with a date, what arrives on that day.</summary>
    internal sealed record OnHand(string Item, double Quantity, string? Site = null, DateOnly? Date = null);

    /// <summary>How it is exploded.</summary>
    /// <param name="Levels">The deepest level that is exploded.</param>
    /// <param name="Partial">What cannot be exploded is left out and named.</param>
    internal sealed record How(int Levels = 5, bool Partial = false);
}
