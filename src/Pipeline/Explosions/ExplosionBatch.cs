using System.Collections.Immutable;
using SecretMagic.Bom;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// One explosion: recipes and demand in, requirements, coverage and supply out, as a folder that appears whole. The same input, options and version
/// leave an existing result untouched.
/// </summary>
public static class ExplosionBatch
{
    private const int WorstShown = 10;

    /// <summary>Runs the batch.</summary>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    /// <exception cref="BomCyclicDependencyException">The recipes need themselves.</exception>
    /// <exception cref="ConflictException">The output folder holds something else.</exception>
    public static ExplosionBatchResult Run(ExplosionBatchOptions options, IProgress<BatchProgress> progress, TimeProvider time, CancellationToken token)
    {
        var started = time.GetTimestamp();
        if (string.IsNullOrWhiteSpace(options.Output)) throw new InputException("a folder is needed", column: "--output");
        if (options.MaxLevels < 1) throw new InputException($"{options.MaxLevels} levels explode nothing; give 1 or more", column: "--max-levels");
        progress.Report(new BatchProgress("Read the recipes", 0, 0));
        using var database = DuckDatabase.Open(new DuckOptions());
        using var connection = database.Connect();
        var book = RecipeBook.Open(options.Recipes, connection, token);
        var demandTable = InputTable.OpenIfGiven(options.Demand, connection, token, "item", "date", "quantity")!;
        var stockTable = InputTable.OpenIfGiven(options.Stock, connection, token, "item", "quantity");
        ImmutableArray<InputFile> inputs =
            [.. book.Hashes(token), .. InputFile.Of("demand", demandTable, token), .. InputFile.Of("stock", stockTable, token)];
        var fingerprint = Fingerprint.Of(
        [
            "explosion", options.MaxLevels.ToString(), options.Format.ToString(), options.Recipes.Cycles.ToString(),
            .. inputs.Select(file => $"{file.Role} {file.Name} {file.Sha256}"),
        ]);
        StagedDirectory.Recover(options.Output);
        if (ExplosionManifest.Read(options.Output) is { } earlier && earlier.Fingerprint == fingerprint && ExplosionManifest.HasItsFiles(options.Output))
            return new ExplosionBatchResult(earlier, options.Output, Unchanged: true, time.GetElapsedTime(started));
        ExplosionManifest.RefuseForeign(options.Output);

        using var staged = OutputPlace.Open(options.Output);
        using var scratch = new ScratchFolder(staged.Path);
        var files = new BomFiles(connection, scratch.Path, token);
        var recipes = book.Compile(files, token);
        var graph = recipes.Graph();
        var demand = book.Demand(files, demandTable, token);
        var stock = stockTable is null ? new BomStock() : book.Stock(files, stockTable, token);

        var codes = recipes.Codes(demand.ItemCodes);
        using var tables = new ExplosionTables(
            staged.Path, new LakeWriter(database, new LakeOptions { Format = options.Format }), options.Format, codes,
            recipes.Sites(demand.SiteCodes), token);
        var run = new ExplosionOptions { MaxLevels = options.MaxLevels, Threads = Environment.ProcessorCount };
        var (required, requirementRows) = tables.Requirements(
            receive => new Explosion(graph, demand, run).Run(row =>
            {
                Report(progress, "Explode the demand", demand, row.FirstDay);
                receive(row);
            }));
        var (covered, coverageRows, supplies) = tables.Coverage(
            receive => new Coverage(graph, demand, stock, run).Run(row =>
            {
                Report(progress, "Compare with the stock", demand, row.FirstDay);
                receive(row);
            }));
        tables.Supply(supplies);

        var report = new ExplosionManifest
        {
            Fingerprint = fingerprint,
            Software = Fingerprint.Software,
            Status = required.Status.ToString().ToLowerInvariant(),
            Inputs = inputs,
            Lines = recipes.Book.Lines.Length,
            LinesNeverEffective = required.LinesNeverEffective,
            Levels = required.Levels,
            Sites = required.Sites,
            FirstDay = demand.FirstDay.ToString("yyyy-MM-dd"),
            Days = required.Days,
            ItemsRequired = required.ItemsRequired,
            RequirementRows = requirementRows,
            CoverageRows = coverageRows,
            MaterialsShort = covered.ItemsShort ?? 0,
            HasStock = stockTable is not null,
            UnknownItems = required.UnknownItems,
            UnknownStock =
            [
                .. stock.OnHand.Select(row => row.Item).Distinct()
                    .Where(item => codes.BinarySearch(item, StringComparer.Ordinal) < 0).Order(StringComparer.Ordinal),
            ],
            Isolated = required.Isolated,
            Frontier = [.. required.Frontier.Select(cut => new ExplosionManifest.FrontierItem(cut.Item, cut.Quantity))],
            Warnings = [.. recipes.Findings.Where(finding => !finding.IsError).Select(finding => finding.ToString())],
            Shortest = Worst(supplies, recipes.Book.Items),
        };
        report.Write(staged.Path);
        scratch.Dispose();
        token.ThrowIfCancellationRequested();
        staged.Commit();
        return new ExplosionBatchResult(report, options.Output, Unchanged: false, time.GetElapsedTime(started));
    }

    private static void Report(IProgress<BatchProgress> progress, string stage, BomDemand demand, DateOnly day) =>
        progress.Report(new BatchProgress(stage, day.DayNumber - demand.FirstDay.DayNumber, demand.Days));

    private static ImmutableArray<ExplosionManifest.Shortage> Worst(SupplyTally tally, ImmutableArray<BomItem> items)
    {
        var known = items.ToDictionary(item => item.Code, StringComparer.Ordinal);
        return
        [
            .. tally.Supplies.Where(supply => supply.Short > 0)
                .OrderBy(supply => supply.Ratio).ThenByDescending(supply => supply.Short)
                .ThenBy(supply => supply.Item, StringComparer.Ordinal).ThenBy(supply => supply.Site, StringComparer.Ordinal)
                .Take(WorstShown)
                .Select(supply => new ExplosionManifest.Shortage(
                    supply.Item, known.GetValueOrDefault(supply.Item)?.Name, known.GetValueOrDefault(supply.Item)?.Unit, supply.Site,
                    $"{supply.FirstShortDay:yyyy-MM-dd}", supply.Gross, supply.Short)),
        ];
    }
}
