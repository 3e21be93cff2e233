using System.Collections.Immutable;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// Makes a result again from its inputs, on another path (one thread, the smallest panels), and compares every value by its bits; then makes sampled rows
/// again from what was there up to their time. The result itself is only read. Cost: a batch on one thread, and disk for a second result beside the first.
/// </summary>
public static class FeatureCheck
{
    private const string WorkName = "verify";

    /// <summary>Checks a result.</summary>
    /// <exception cref="InputException">There is no result, or an input is the wrong kind of file altogether.</exception>
    public static FeatureCheckReport Run(FeatureCheckOptions options, IProgress<BatchProgress> progress, TimeProvider time, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder));
        var manifest = FeatureManifest.Read(folder) ?? throw new InputException("there is no feature set in this folder", folder);
        var report = new FeatureCheckReport
        {
            Outcome = FeatureCheckReport.InputsChanged,
            FeatureSet = manifest.FeatureSet,
            Client = manifest.Client,
            Software = manifest.Software,
            CheckedBy = Fingerprint.Software,
        };
        progress.Report(new BatchProgress("Check the inputs", 0, 0));
        ImmutableArray<string> absent = [.. SourceCheck.Absent(options.Source)];
        if (!absent.IsEmpty) return report with { Problems = absent };

        // A part is a panel, and one thread takes one after another: not the way that the result was made, unless it was small.
        var source = SourceCheck.Of(options.Source, manifest, folder) with { Threads = 1, PanelBytes = 1, BlockBytes = long.MaxValue };
        var request = FeatureRequest.Open(source, time, token);
        ImmutableArray<string> changed = [.. SourceCheck.Changed(request, manifest)];
        if (!changed.IsEmpty) return report with { Problems = changed };

        using var staged = StagedDirectory.Open(Path.Combine(Path.GetDirectoryName(folder)!, WorkName));
        var place = Path.Combine(staged.Path, "again");
        var again = FeatureBatch.Run(request.At(place), progress, token).Manifest;
        if (again.Definition != manifest.Definition)
        {
            var meaning = $"means something else now: definition {manifest.Definition} then, {again.Definition} now";
            return report with { Problems = [$"feature set: {options.Source.FeatureSet} {meaning}"] };
        }

        return Compare(options, request, manifest, again, folder, staged.Path, report, progress, token);
    }

    private static FeatureCheckReport Compare(
        FeatureCheckOptions options, FeatureRequest request, FeatureManifest manifest, FeatureManifest again, string folder, string work,
        FeatureCheckReport report, IProgress<BatchProgress> progress, CancellationToken token)
    {
        var (found, leaked) = (new DifferenceCount(options.Shown), new DifferenceCount(options.Shown));
        using var database = DuckDatabase.Open(new DuckOptions { TempDirectory = work });
        using var connection = database.Connect();
        progress.Report(new BatchProgress("Compare every value", 0, 0));
        var files = new FileComparison(connection, manifest, folder, Path.Combine(work, "again"), found);
        files.Run(again, token);
        var problems = files.Problems.Concat(Columns(manifest, again)).ToImmutableArray();
        if (!(problems.IsEmpty && found.IsEmpty) && manifest.Software == Fingerprint.Software && manifest.Fingerprint != request.Fingerprint)
            problems = problems.Add(
                "the options or the text of the feature set are not those of the result, though inputs and definition are: was there an --as-of?");
        var sampled = 0;
        if (files.Problems.Count == 0)
            sampled = new PastCheck(connection, request, manifest, folder, leaked).Run(
                options.SampledRows, options.Seed, Path.Combine(work, "past"), progress, token);
        return report with
        {
            Outcome = (problems.IsEmpty && found.IsEmpty, leaked.IsEmpty) switch
            {
                (false, _) => FeatureCheckReport.Different,
                (true, false) => FeatureCheckReport.Leaks,
                (true, true) => FeatureCheckReport.Equal,
            },
            Problems = problems,
            Files = files.Files,
            Rows = files.Rows,
            Values = files.Values,
            Differences = found.First,
            DifferencesByFeature = found.Counts,
            SampledRows = sampled,
            Leaked = leaked.First,
            LeakedByFeature = leaked.Counts,
        };
    }

    /// <summary>How the manifest tells the columns otherwise than they come out.</summary>
    private static IEnumerable<string> Columns(FeatureManifest manifest, FeatureManifest again)
    {
        foreach (var (was, now) in manifest.Columns.Zip(again.Columns))
            if (ResultJson.Text(was) != ResultJson.Text(now)) yield return $"manifest: column {was.Name} is told otherwise than it comes out";
        if (manifest.Columns.Length != again.Columns.Length)
            yield return $"manifest: tells {manifest.Columns.Length:N0} columns, and {again.Columns.Length:N0} come out";
        if ((manifest.Rows, manifest.InputRows, manifest.Gaps, manifest.Series) != (again.Rows, again.InputRows, again.Gaps, again.Series))
            yield return "manifest: tells other numbers of rows or series than come out";
    }
}
