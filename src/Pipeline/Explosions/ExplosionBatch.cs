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
        using var database = DuckDatabase.Open(new DuckOptions());
        return Run(options, database, progress, time, token);
    }

    /// <summary>Runs the batch of an opened request.</summary>
    /// <exception cref="InputException">Something in the input cannot be used, or nothing of what is demanded can be exploded.</exception>
    /// <exception cref="BomCyclicDependencyException">The recipes need themselves.</exception>
    /// <exception cref="ConflictException">The output folder holds something else.</exception>
    public static ExplosionBatchResult Run(ExplosionRequest request, IProgress<BatchProgress> progress, CancellationToken token)
    {
        using var database = DuckDatabase.Open(new DuckOptions());
        return Run(request, database, progress, token);
    }

    /// <summary>Runs the batch in a database that is open already: opening one takes longer than a small explosion.</summary>
    internal static ExplosionBatchResult Run(
        ExplosionBatchOptions options, DuckDatabase database, IProgress<BatchProgress> progress, TimeProvider time, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.IsNullOrWhiteSpace(options.Output)) throw new InputException("a folder is needed", column: "--output");
        return Run(ExplosionRequest.Open(options, database, time, token), database, progress, token);
    }

    private static ExplosionBatchResult Run(ExplosionRequest request, DuckDatabase database, IProgress<BatchProgress> progress, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var options = request.Options;
        progress.Report(new BatchProgress("Read the recipes", 0, 0));
        StagedDirectory.Recover(request.Place);
        if (ExplosionManifest.HasItsFiles(request.Place) && Finished(request) is { } finished) return finished;
        ExplosionManifest.RefuseForeign(request.Place);

        using var connection = database.Connect();
        var book = RecipeBook.Open(options.Recipes, connection, token);
        var (demandTable, stockTable) = ExplosionRequest.Tables(options, connection, token);
        using var staged = OutputPlace.Open(request.Place);
        using var scratch = new ScratchFolder(staged.Path);
        var files = new BomFiles(connection, scratch.Path, token);
        var recipes = book.Compile(files, token);
        if (!options.IsPartial) recipes.Graph();
        var demand = book.Demand(files, demandTable, token);
        var stock = stockTable is null ? new BomStock() : book.Stock(files, stockTable, token);

        var (codes, sites) = (recipes.Codes(demand.ItemCodes), recipes.Sites(demand.SiteCodes));
        using var tables = new ExplosionTables(
            staged.Path, new LakeWriter(database, new LakeOptions { Format = options.Format }), options.Format, codes, sites, token);
        var written = options.IsPartial
            ? new PartialExplosion(request, book, recipes, scratch.Path, new RowNumbers(codes), new RowNumbers(sites), progress)
                .Write(demand, stock, tables, token)
            : WholeExplosion.Write(recipes.Graph(), demand, stock, tables, options.MaxLevels, progress);
        tables.Supply(written.Supplies);

        var required = written.Required;
        var report = new ExplosionManifest
        {
            Fingerprint = request.Fingerprint,
            Software = Fingerprint.Software,
            Status = written.Failures.IsEmpty ? required.Status.ToString().ToLowerInvariant() : ExplosionManifest.Partial,
            Inputs = request.Inputs,
            Lines = recipes.Book.Lines.Length,
            LinesNeverEffective = required.LinesNeverEffective,
            Levels = required.Levels,
            Sites = required.Sites,
            FirstDay = demand.FirstDay.ToString("yyyy-MM-dd"),
            Days = required.Days,
            ItemsRequired = required.ItemsRequired,
            RequirementRows = written.RequirementRows,
            CoverageRows = written.CoverageRows,
            MaterialsShort = written.Covered.ItemsShort ?? 0,
            HasStock = stockTable is not null,
            UnknownItems = required.UnknownItems,
            UnknownStock =
            [
                .. stock.OnHand.Select(row => row.Item).Distinct()
                    .Where(item => codes.BinarySearch(item, StringComparer.Ordinal) < 0).Order(StringComparer.Ordinal),
            ],
            Isolated = required.Isolated,
            Frontier = [.. required.Frontier.Select(cut => new ExplosionManifest.FrontierItem(cut.Item, cut.Quantity))],
            Warnings = [.. recipes.Findings.Where(finding => !finding.IsError).Select(finding => finding.Recorded)],
            Shortest = Worst(written.Supplies, recipes.Book.Items),
            FailedBranches = written.Failures.IsEmpty ? null : written.Failures,
        };
        report.Write(staged.Path);
        scratch.Dispose();
        token.ThrowIfCancellationRequested();
        staged.Commit();
        return new ExplosionBatchResult(report, request.Place, Unchanged: false, request.Time.GetElapsedTime(request.Started)).Told();
    }

    /// <summary>The result of the same request, when its summary stands at its place already; null when it does not.</summary>
    public static ExplosionBatchResult? Finished(ExplosionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Finished() is { } finished
            ? new ExplosionBatchResult(finished, request.Place, Unchanged: true, request.Time.GetElapsedTime(request.Started))
            : null;
    }

    /// <summary>Divides a result: moves coverage and supply to another folder, which gets the summary, too.</summary>
    public static void MoveCoverage(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
        {
            var (name, stem) = (Path.GetFileName(file), Path.GetFileNameWithoutExtension(file));
            if (name == ExplosionManifest.FileName) File.Copy(file, Path.Combine(to, name));
            else if (stem is "coverage" or "supply") File.Move(file, Path.Combine(to, name));
        }
    }

    private static ImmutableArray<ExplosionManifest.Shortage> Worst(SupplyTally tally, ImmutableArray<BomItem> items)
    {
        // An item that stands twice is a defect, and with it no item has a shortage here.
        var known = items.ToLookup(item => item.Code, StringComparer.Ordinal);
        return
        [
            .. tally.Supplies.Where(supply => supply.Short > 0)
                .OrderBy(supply => supply.Ratio).ThenByDescending(supply => supply.Short)
                .ThenBy(supply => supply.Item, StringComparer.Ordinal).ThenBy(supply => supply.Site, StringComparer.Ordinal)
                .Take(WorstShown)
                .Select(supply => (Supply: supply, Item: known[supply.Item].FirstOrDefault()))
                .Select(row => new ExplosionManifest.Shortage(
                    row.Supply.Item, row.Item?.Name, row.Item?.Unit, row.Supply.Site, $"{row.Supply.FirstShortDay:yyyy-MM-dd}", row.Supply.Gross,
                    row.Supply.Short)),
        ];
    }
}
