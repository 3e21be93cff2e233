using System.Globalization;
using System.Runtime.ExceptionServices;
using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>
/// An explosion as a tree: defects cost the dishes that reach them, what is left is divided into branches, each computed into a file of its own and tried again
/// when the machine fails it. What worked is written in the order of branches, so no byte depends on threads or on attempts.
/// </summary>
/// <remarks>Law: the rows are those of an explosion of the part that worked, by bits. Memory: one block for all threads, and a file a branch.</remarks>
internal sealed class PartialExplosion(
    ExplosionRequest request, RecipeBook book, RecipeCompilation recipes, string scratch, RowNumbers items, RowNumbers sites, IProgress<BatchProgress> progress)
{
    private readonly ExplosionBatchOptions _options = request.Options;

    /// <summary>Explodes what can be, and writes both tables.</summary>
    /// <exception cref="InputException">Something is wrong that is of no item alone, or nothing of the demand is left.</exception>
    /// <exception cref="BomCyclicDependencyException">Nothing of the demand is left, because of cycles.</exception>
    public WrittenExplosion Write(BomDemand demand, BomStock stock, ExplosionTables tables, CancellationToken token)
    {
        var partial = PartialBook.Of(recipes.Compiled, demand, _options.MaxLevels);
        var graph = partial.Graph ?? book.Again(recipes, partial.Rest, token).Graph();
        var failures = partial.Defects.Select(FailureOf).ToList();
        if (partial.Demand.ItemCodes.IsEmpty) Refuse(failures);

        var threads = Math.Max(1, _options.Threads ?? Environment.ProcessorCount - 1);
        var branches = BomBranches.Of(graph, partial.Demand, stock, new ExplosionOptions { MaxLevels = _options.MaxLevels, Threads = threads });
        var seed = uint.Parse(request.Fingerprint.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var ended = 0;
        var ends = new BranchTree(_options.Retry, request.Time, threads, seed).Run(branches.All.Length, Run, token);
        failures.AddRange(branches.All.Where(branch => ends[branch.Number].Failure is not null).Select(branch => FailureOf(branch, ends[branch.Number])));
        BomBranch[] worked = [.. branches.All.Where(branch => ends[branch.Number].Failure is null)];
        if (worked.All(branch => branch.Demand.ItemCodes.IsEmpty)) ExceptionDispatchInfo.Throw(Array.Find(ends, end => end.Failure is not null)!.Failure!);

        var failed = failures.SelectMany(part => part.LeftOut).Select(row => row.Item).ToHashSet(StringComparer.Ordinal);
        var (required, requirementRows) = tables.Requirements(receive =>
        {
            Each(worked, "Write requirements", branch => Requirements(branch).ReadRequirements(receive));
            return Summary(graph, branches, worked.Select(branch => ends[branch.Number].Result!.Required));
        });
        var (covered, coverageRows, supplies) = tables.Coverage(receive =>
        {
            Each(worked, "Write coverage", branch => Coverage(branch).ReadCoverage(receive));
            FailedRows.Tell(demand, failed, receive);
            return Summary(graph, branches, worked.Select(branch => ends[branch.Number].Result!.Covered));
        });
        return new WrittenExplosion(required, requirementRows, covered, coverageRows, supplies, [.. failures]);

        Summaries Run(int number, CancellationToken stop)
        {
            _options.BranchBegins?.Invoke(number);
            var branch = branches.All[number];
            var summaries = new Summaries(
                Requirements(branch).WriteRequirements(branch.Explode, stop), Coverage(branch).WriteCoverage(branch.Cover, stop));
            lock (progress) progress.Report(new BatchProgress("Explode the branches", ++ended, branches.All.Length));
            return summaries;
        }
    }

    private BranchSpill Requirements(BomBranch branch) => new(Path.Combine(scratch, $"requirements-{branch.Number}"), items, sites);

    private BranchSpill Coverage(BomBranch branch) => new(Path.Combine(scratch, $"coverage-{branch.Number}"), items, sites);

    private void Each(BomBranch[] branches, string stage, Action<BomBranch> write)
    {
        for (var at = 0; at < branches.Length; at++)
        {
            progress.Report(new BatchProgress(stage, at, branches.Length));
            write(branches[at]);
        }
    }

    private FailedPart FailureOf(BomDefect defect)
    {
        var placed = defect.Findings.Select(finding => recipes.Findings[recipes.Compiled.Findings.IndexOf(finding)].Recorded);
        return new FailedPart(
            string.Join(", ", defect.At), defect.Code, defect.Findings.IsEmpty ? defect.Reason : string.Join('\n', placed), 1, MayPass: false, defect.Items,
            defect.LeftOut);
    }

    private static FailedPart FailureOf(BomBranch branch, BranchEnd<Summaries> end)
    {
        var all = branch.Items;
        return new FailedPart(
            $"branch {branch.Number + 1}", "fault", end.Failure!.Message, end.Attempts, RetryPolicy.IsTransient(end.Failure), all,
            PartialBook.LeftOut(branch.Demand, all.ToHashSet(StringComparer.Ordinal)));
    }

    private void Refuse(List<FailedPart> failures)
    {
        recipes.Graph();
        throw new InputException("nothing of the demand can be exploded\n" + string.Join('\n', failures.Select(part => part.Reason)), _options.Demand);
    }

    private static ExplosionSummary Summary(BomGraph graph, BomBranches branches, IEnumerable<ExplosionSummary> worked)
    {
        ExplosionSummary[] parts = [.. worked];
        return new ExplosionSummary
        {
            Status = graph.Isolated.IsEmpty ? ExplosionStatus.Complete : ExplosionStatus.Isolated,
            Isolated = graph.Isolated,
            Frontier = [],
            ItemsRequired = parts.Sum(part => part.ItemsRequired),
            UnknownItems = [.. parts.SelectMany(part => part.UnknownItems).Order(StringComparer.Ordinal)],
            Lines = parts.Sum(part => part.Lines),
            LinesNeverEffective = branches.LinesNeverEffective,
            Levels = parts.Max(part => part.Levels),
            Sites = branches.Sites,
            Days = parts[0].Days,
            Rows = parts.Sum(part => part.Rows),
            ItemsShort = parts.Sum(part => part.ItemsShort ?? 0),
        };
    }

    private sealed record Summaries(ExplosionSummary Required, ExplosionSummary Covered);
}
