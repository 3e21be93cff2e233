using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// One batch of features: sales in, a feature set's files and manifest out, as a folder that appears whole. The same input, definition and version
/// leave an existing result untouched. Memory is bounded by <see cref="FeatureBatchOptions.PanelBytes"/> and one row group a thread.
/// </summary>
public static partial class FeatureBatch
{
    /// <summary>What queries may hold in memory before they spill to disk.</summary>
    private const long QueryBytes = 1L << 30;

    /// <summary>Runs the batch.</summary>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    /// <exception cref="ConflictException">The feature set is published with another definition, or for another client.</exception>
    public static FeatureBatchResult Run(FeatureBatchOptions options, IProgress<BatchProgress> progress, TimeProvider time, CancellationToken token)
    {
        var started = time.GetTimestamp();
        progress.Report(new BatchProgress("Check the input", 0, 0));
        if (options.Client is { } client && !ClientName().IsMatch(client))
            throw new InputException($"'{client}' is no client id: letters, digits, '-' and '_', at most 64", column: "--client");
        var definition = FeatureSetFile.Read(options.FeatureSet);
        var set = definition.Set;
        var place = Path.Combine(options.Output, "features", set.Id);

        using var probe = DuckDatabase.Open(new DuckOptions());
        using var probing = probe.Connect();
        InputTable? Open(string? path) => path is null ? null : InputTable.Open(path, probing, token);
        var sales = Open(options.Input)!;
        sales.Require("series_id", "timestamp", "target");
        var (known, statics, weather) = (Open(options.Known), Open(options.Static), Open(options.Weather));
        known?.Require("series_id", "timestamp");
        ImmutableArray<InputFile> inputs =
        [
            .. InputFile.Of("sales", sales, token), .. InputFile.Of("known", known, token),
            .. InputFile.Of("static", statics, token), .. InputFile.Of("weather", weather, token),
        ];
        var fingerprint = Fingerprint.Of(
        [
            "features", Fingerprint.OfFile(options.FeatureSet, token), options.Format.ToString(), options.Client ?? "", options.Country ?? "",
            .. inputs.Select(file => $"{file.Role} {file.Name} {file.Sha256}"),
        ]);
        StagedDirectory.Recover(place);
        var earlier = FeatureManifest.Read(place);
        if (earlier?.Fingerprint == fingerprint && earlier.HasItsFiles(place))
            return new FeatureBatchResult(earlier, place, Unchanged: true, time.GetElapsedTime(started));

        using var staged = OutputPlace.Open(place);
        using var scratch = new ScratchFolder(staged.Path);
        using var database = DuckDatabase.Open(new DuckOptions { MemoryLimitBytes = QueryBytes, TempDirectory = scratch.Path });
        using var connection = database.Connect();
        progress.Report(new BatchProgress("Find the series", 0, 0));
        var columns = FeatureInputs.Sales(set);
        columns = [.. columns.Where(column => sales.Columns.Contains(column) || known?.Columns.Contains(column) == true)];
        RefuseInside(options.Input, place);
        RefuseForeign(earlier, place);
        SalesRows.Load(connection, sales, known, columns, set.Duplicates, scratch.Path, token);
        var layout = sales.Reading(() => SalesLayout.Read(connection, sales, sales.IsWhole("series_id"), set.Frequency, token));
        var fixedValues = statics is null ? StaticFile.None : StaticFile.Read(connection, statics, layout, scratch.Path, token);
        var weatherDays = weather is null ? null : WeatherFile.Read(connection, weather, FeatureInputs.Weather(set), scratch.Path, token);
        if (weatherDays is not null) fixedValues.RequireLocations(weatherDays, weather!);

        var compiled = FeaturePlan.Compile(set, new FeatureSources
        {
            Columns = columns,
            Calendars = FeatureInputs.Countries(set).Union(options.Country is null ? [] : [options.Country])
                .ToFrozenDictionary(code => code, HolidaySource.Read),
            Country = options.Country,
            Weather = weatherDays,
            Statics = fixedValues.Columns,
        });
        if (compiled.Plan is not { } plan) throw definition.ErrorOf(compiled.Findings[0]);
        RefuseOther(earlier, plan, options, place);

        var inputRows = connection.Scalar<long>("SELECT count(*) FROM sales", token)!.Value;
        var source = new PanelSource(connection, sales, layout, columns, set.Infinite == InfinitePolicy.Null);

        // One thread a query: the thread that fills a file's blocks writes them too, and none of DuckDB's own waits for work beside it.
        using var writers = DuckDatabase.Open(new DuckOptions { Threads = 1, MemoryLimitBytes = QueryBytes, TempDirectory = scratch.Path });
        var files = new FeatureFiles(writers, plan, layout, new LakeOptions { Format = options.Format }, staged);
        var total = layout.GridRows;
        long read = 0, written = 0;
        var reading = true;

        // What is written while a panel is read shows when it has been read: one stage at a time.
        void Read(long count) => progress.Report(new BatchProgress("Read the sales", read += count, layout.FilledRows));
        void Wrote(long count)
        {
            var done = Interlocked.Add(ref written, count);
            if (!Volatile.Read(ref reading)) progress.Report(new BatchProgress("Compute and write the features", done, total));
        }

        foreach (var parts in source.Panels(options.PanelBytes))
        {
            var series = parts[0].Start..parts[^1].End;
            reading = true;
            using var panel = source.Open(series);
            files.Write(
                panel, fixedValues.Of(series, weatherDays), parts, options.Threads,
                (ready, stopping) =>
                {
                    sales.Reading(() => source.Fill(panel, parts, ready, Read, stopping));
                    reading = false;
                },
                Wrote, token);
        }

        progress.Report(new BatchProgress("Put the result in place", total, total));
        var manifest = new FeatureManifest
        {
            FeatureSet = set.Id,
            Definition = plan.Hash,
            Fingerprint = fingerprint,
            Client = options.Client,
            Country = options.Country,
            Software = Fingerprint.Software,
            Frequency = set.Frequency.Name,
            Rows = total,
            InputRows = inputRows,
            Gaps = total - layout.FilledRows,
            Series = layout.Count,
            First = layout.Grid.Format(layout.FirstPeriods.Min()),
            Last = layout.Grid.Format(layout.FirstPeriods.Zip(layout.Lengths, (first, length) => first + length - 1).Max()),
            Inputs = inputs,
            Columns = ManifestColumns.Of(files, plan, layout),
            LeftOut = [.. compiled.Notes.Select(note => $"{set.Entries[note.Entry].Type}: {note.Message}")],
            Files = files.Written,
        };
        scratch.Dispose();
        manifest.Write(staged.Path);
        token.ThrowIfCancellationRequested();
        staged.Commit();
        return new FeatureBatchResult(manifest, place, Unchanged: false, time.GetElapsedTime(started));
    }

    private static void RefuseInside(string input, string place)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input)) + Path.DirectorySeparatorChar;
        if (Directory.Exists(input) && Path.GetFullPath(place).StartsWith(folder, StringComparison.Ordinal))
            throw new InputException(
                $"{place} lies inside the input {input}, so the next run would read it as sales; choose another folder", column: "--output");
    }

    private static void RefuseForeign(FeatureManifest? earlier, string place)
    {
        if (earlier is null && Directory.Exists(place) && Directory.EnumerateFileSystemEntries(place).Any())
            throw new ConflictException($"{place} would be replaced whole, but it holds files that are no feature set; choose another --output");
    }

    private static void RefuseOther(FeatureManifest? earlier, FeaturePlan plan, FeatureBatchOptions options, string place)
    {
        if (earlier is null) return;
        if (earlier.Client != options.Client)
            throw new ConflictException(
                $"{place} holds the features of client '{earlier.Client ?? "(none)"}', not of '{options.Client ?? "(none)"}'; choose another --output");
        if (earlier.Definition == plan.Hash) return;
        var before = earlier.Columns.Where(column => column.Kind is "past" or "known" or "static").Select(column => column.Name).ToArray();
        var now = plan.Features.Select(feature => feature.Name).ToArray();
        var differs = string.Join(
            ", ", [.. before.Except(now).Take(5).Select(name => $"without {name}"), .. now.Except(before).Take(5).Select(name => $"with {name}")]);
        throw new ConflictException(
            $"feature set '{earlier.FeatureSet}' stands in {place} with another definition{(differs.Length == 0 ? "" : $" (now {differs})")}, "
            + "and a published set never changes; give the changed one a new name, choose another --output, "
            + "or give the same --weather, --known, --static and --country as before");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex ClientName();
}
