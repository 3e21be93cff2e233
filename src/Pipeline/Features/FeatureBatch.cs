using System.Collections.Immutable;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// One batch of features: sales in, a feature set's files and manifest out, as a folder that appears whole. The same input, definition and version
/// leave an existing result untouched. Memory is bounded by <see cref="FeatureBatchOptions.PanelBytes"/> and one row group a thread. A run that ends before its
/// time, however it ends, keeps the blocks that are finished; the next run of the same request goes on behind them.
/// </summary>
public static class FeatureBatch
{
    /// <summary>What queries may hold in memory before they spill to disk.</summary>
    private const long QueryBytes = 1L << 30;

    /// <summary>Runs the batch.</summary>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    /// <exception cref="ConflictException">The feature set is published with another definition, or for another client.</exception>
    /// <exception cref="UnfinishedBatchException">It was cancelled, and finished blocks are kept.</exception>
    public static FeatureBatchResult Run(FeatureBatchOptions options, IProgress<BatchProgress> progress, TimeProvider time, CancellationToken token)
    {
        progress.Report(new BatchProgress("Check the input", 0, 0));
        return Run(FeatureRequest.Open(options, time, token).InOutput(), progress, token);
    }

    /// <summary>Runs the batch of a request that has a place.</summary>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    /// <exception cref="ConflictException">The feature set is published with another definition, or for another client.</exception>
    /// <exception cref="UnfinishedBatchException">It was cancelled, and finished blocks are kept.</exception>
    public static FeatureBatchResult Run(FeatureRequest request, IProgress<BatchProgress> progress, CancellationToken token)
    {
        if (Finished(request) is { } finished)
        {
            // Of a process that was killed between its commit and its end.
            if (request.WorkPlace == request.Place) RemoveWork(request);
            return finished;
        }

        using var staged = OutputPlace.Open(request.Place);
        using var scratch = new ScratchFolder(staged.Path);
        using var database = DuckDatabase.Open(new DuckOptions { MemoryLimitBytes = QueryBytes, TempDirectory = scratch.Path });
        using var connection = database.Connect();
        connection.Execute("SET TimeZone = 'UTC'", token);
        request.RequireOwnPlace();
        progress.Report(new BatchProgress("Find the series", 0, 0));
        var work = FeatureWork.Prepare(request, connection, scratch.Path, token);
        request.RequireSameMeaning(work.Plan);

        ImmutableArray<ImmutableArray<Range>> panels = [.. work.Source.Panels(request.Options.PanelBytes)];
        using var blocks = FeatureBlocks.Open(
            request, [.. panels.SelectMany(panel => work.Source.Runs(panel, request.Options.BlockBytes))], staged, token);
        try
        {
            var files = Write(request, work, panels, blocks, scratch.Path, progress, token);
            progress.Report(new BatchProgress("Put the result in place", work.Layout.GridRows, work.Layout.GridRows));
            blocks.PutInPlace();
            var manifest = FeatureDescription.Of(request, work, files);
            if (request.Options.Layout == FeatureLayout.AutoGluon)
                manifest = AutoGluonSpec.Write(request, work, manifest, connection, staged.Path, token);
            scratch.Dispose();
            manifest.Write(staged.Path);
            token.ThrowIfCancellationRequested();
            staged.Commit();
            if (request.WorkPlace == request.Place) blocks.Remove();
            return new FeatureBatchResult(manifest, request.Place, Unchanged: false, request.Time.GetElapsedTime(request.Started))
            {
                Blocks = blocks.Count,
                BlocksFound = blocks.Found,
            }.Told();
        }
        catch (InputException)
        {
            // The input must change, and what is kept is of no use then.
            blocks.Remove();
            throw;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            blocks.Dispose();
            if (blocks.Kept > 0) throw new UnfinishedBatchException(blocks.Kept, blocks.Count, token);
            throw;
        }
    }

    /// <summary>The result of the same request, when it stands at its place already; null when it does not.</summary>
    public static FeatureBatchResult? Finished(FeatureRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Finished() is { } finished
            ? new FeatureBatchResult(finished, request.Place, Unchanged: true, request.Time.GetElapsedTime(request.Started))
            : null;
    }

    /// <summary>Removes the finished blocks that runs left at the work place of a request, but for those of a run that lives.</summary>
    public static void RemoveWork(FeatureRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkDirectory.Tidy(request.WorkPlace);
    }

    /// <summary>Reads panel after panel, computes and writes what is not finished of it.</summary>
    private static FeatureFiles Write(
        FeatureRequest request, FeatureWork work, ImmutableArray<ImmutableArray<Range>> panels, FeatureBlocks blocks, string scratch,
        IProgress<BatchProgress> progress, CancellationToken token)
    {
        var (options, layout, source, pools) = (request.Options, work.Layout, work.Source, work.Pools);

        // One thread a query: the thread that fills a file's blocks writes them too, and none of DuckDB's own waits for work beside it.
        using var writers = DuckDatabase.Open(new DuckOptions { Threads = 1, MemoryLimitBytes = QueryBytes, TempDirectory = scratch });
        var plan = options.Layout == FeatureLayout.AutoGluon ? work.Plan.WithoutStatics() : work.Plan;
        var files = new FeatureFiles(
            writers, plan, layout, new LakeOptions { Format = options.Format }, FileShape.Of(options.Layout, layout.Grid), blocks.Folder, blocks.SyncEarly);
        foreach (var rows in blocks.Finished()) files.Add(rows);
        ImmutableArray<ImmutableArray<Range>> left = [.. panels.Select(blocks.Rest).Where(parts => !parts.IsEmpty)];
        var shown = new FeatureProgress(progress, layout, left, blocks);

        // A panel of all series is pooled while it is there.
        var isWhole = panels.Length == 1 && left.Length == 1 && left[0].Length == panels[0].Length;
        if (!isWhole && !left.IsEmpty) pools.Add(panels, parts => request.Sales.Reading(() => source.Read(parts, shown.Pooled, token)));
        foreach (var parts in left)
        {
            var series = parts[0].Start..parts[^1].End;
            shown.Reads = true;
            using var panel = source.Open(series);
            files.Write(
                panel, work.Statics.Of(series, work.Weather), parts, options.Threads,
                (write, stopping) =>
                {
                    request.Sales.Reading(() => source.Fill(panel, parts, part => Ready(part, pools.IsEmpty, write), shown.Read, stopping));
                    if (!pools.IsEmpty)
                    {
                        pools.Fill(panel, series.Start.Value, isWhole);
                        foreach (var part in parts) Ready(part, true, write);
                    }

                    shown.Reads = false;
                },
                shown.Wrote, blocks.Add, token);
        }

        return files;

        void Ready(Range part, bool isComplete, Action<Range> write)
        {
            if (isComplete && !blocks.IsFinished(part)) write(part);
        }
    }
}
