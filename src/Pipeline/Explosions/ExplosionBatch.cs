using System.Collections.Immutable;
using SecretMagic.Bom;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// One explosion: recipes and demand in, requirements and coverage out, as a folder that appears whole. The same input, options and version leave
/// an existing result untouched.
/// </summary>
public static class ExplosionBatch
{
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
        var inputs = Open(options, connection, token);
        var fingerprint = Fingerprint.Of(
            ["explosion", options.MaxLevels.ToString(), options.Format.ToString(), .. inputs.Files.Select(file => $"{file.Role} {file.Name} {file.Sha256}")]);
        if (ExplosionManifest.Read(options.Output) is { } earlier && earlier.Fingerprint == fingerprint)
            return new ExplosionBatchResult(earlier, options.Output, Unchanged: true, time.GetElapsedTime(started));
        ExplosionManifest.RefuseForeign(options.Output);

        using var staged = OutputPlace.Open(options.Output);
        using var scratch = new ScratchFolder(staged.Path);
        var files = new BomFiles(connection, scratch.Path, token);
        var lines = files.Lines(inputs.Bom);
        var items = inputs.Items is null ? [] : files.Items(inputs.Items);
        var compiled = BomGraph.Compile(new BomBook { Lines = lines, Items = items });
        Refuse([.. compiled.Findings.Where(finding => finding.Source != BomSource.Items)], inputs.Bom);
        Refuse([.. compiled.Findings.Where(finding => finding.Source == BomSource.Items)], inputs.Items);
        compiled.ThrowIfCyclic();
        var demand = files.Demand(inputs.Demand);
        Refuse(demand.Findings, inputs.Demand);
        var stock = inputs.Stock is null ? new BomStock() : files.Stock(inputs.Stock);
        Refuse(stock.Findings, inputs.Stock);

        var writer = new ExplosionWriter(connection, options.Format, staged.Path, token);
        var run = new ExplosionOptions { MaxLevels = options.MaxLevels };
        progress.Report(new BatchProgress("Explode the demand", 0, 0));
        var required = writer.Requirements(receive => new Explosion(compiled.Graph!, demand, run).Run(receive));
        progress.Report(new BatchProgress("Compare with the stock", 0, 0));
        var covered = writer.Coverage(receive => new Coverage(compiled.Graph!, demand, stock, run).Run(receive));

        var report = new ExplosionManifest
        {
            Fingerprint = fingerprint,
            Software = Fingerprint.Software,
            Status = required.Status.ToString().ToLowerInvariant(),
            Inputs = inputs.Files,
            Lines = lines.Length,
            LinesNeverEffective = required.LinesNeverEffective,
            Levels = required.Levels,
            Sites = required.Sites,
            FirstDay = demand.FirstDay.ToString("yyyy-MM-dd"),
            Days = required.Days,
            ItemsRequired = required.ItemsRequired,
            RequirementRows = required.Rows,
            CoverageRows = covered.Rows,
            MaterialsShort = covered.ItemsShort ?? 0,
            HasStock = inputs.Stock is not null,
            UnknownItems = required.UnknownItems,
            Frontier = [.. required.Frontier.Select(cut => new ExplosionManifest.FrontierItem(cut.Item, cut.Quantity))],
            Warnings =
            [
                .. compiled.Findings.Where(finding => !finding.IsError)
                    .Select(finding => Describe(finding, finding.Source == BomSource.Items ? inputs.Items! : inputs.Bom)),
            ],
            Shortest = writer.WorstShortages(items),
        };
        report.Write(staged.Path);
        scratch.Dispose();
        token.ThrowIfCancellationRequested();
        staged.Commit();
        return new ExplosionBatchResult(report, options.Output, Unchanged: false, time.GetElapsedTime(started));
    }

    private static Inputs Open(ExplosionBatchOptions options, DuckConnection connection, CancellationToken token)
    {
        InputTable? Optional(string? path) => path is null ? null : InputTable.Open(path, connection, token);
        var inputs = new Inputs(
            InputTable.Open(options.Bom, connection, token), InputTable.Open(options.Demand, connection, token),
            Optional(options.Stock), Optional(options.Items));
        inputs.Bom.Require("parent", "component", "quantity");
        inputs.Demand.Require("item", "date", "quantity");
        inputs.Stock?.Require("item", "quantity");
        inputs.Items?.Require("item");
        return inputs with
        {
            Files =
            [
                .. InputFile.Of("bom", inputs.Bom, token), .. InputFile.Of("demand", inputs.Demand, token),
                .. InputFile.Of("stock", inputs.Stock, token), .. InputFile.Of("items", inputs.Items, token),
            ],
        };
    }

    private static void Refuse(ImmutableArray<BomFinding> findings, InputTable? table)
    {
        const int Shown = 20;
        var errors = findings.Where(finding => finding.IsError).ToArray();
        if (errors.Length == 0 || table is null) return;
        var more = errors.Length > Shown ? $"\nand {errors.Length - Shown:N0} more" : "";
        throw new InputException(string.Join('\n', errors.Take(Shown).Select(finding => Describe(finding, table))) + more);
    }

    private static string Describe(BomFinding finding, InputTable table) => $"{table.Files[0]}, line {finding.Origin}: {finding.Message}";

    private sealed record Inputs(InputTable Bom, InputTable Demand, InputTable? Stock, InputTable? Items)
    {
        public ImmutableArray<InputFile> Files { get; init; } = [];
    }
}
