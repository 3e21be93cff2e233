using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// One batch of features: sales in, a feature set's files and manifest out, as a folder that appears whole. The same input, definition and version
/// leave an existing result untouched. Memory is bounded by <see cref="FeatureBatchOptions.PanelBytes"/> and one row group a thread.
/// </summary>
public static class FeatureBatch
{
    /// <summary>What queries may hold in memory before they spill to disk.</summary>
    private const long QueryBytes = 1L << 30;

    /// <summary>Runs the batch.</summary>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    /// <exception cref="ConflictException">The feature set is published with another definition, or for another client.</exception>
    public static FeatureBatchResult Run(FeatureBatchOptions options, IProgress<BatchProgress> progress, TimeProvider time, CancellationToken token)
    {
        progress.Report(new BatchProgress("Check the input", 0, 0));
        return Run(FeatureRequest.Open(options, time, token).InOutput(), progress, token);
    }

    /// <summary>Runs the batch of a request that has a place.</summary>
    /// <exception cref="InputException">Something in the input cannot be used.</exception>
    /// <exception cref="ConflictException">The feature set is published with another definition, or for another client.</exception>
    public static FeatureBatchResult Run(FeatureRequest request, IProgress<BatchProgress> progress, CancellationToken token)
    {
        if (Finished(request) is { } finished) return finished;

        using var staged = OutputPlace.Open(request.Place);
        using var scratch = new ScratchFolder(staged.Path);
        using var database = DuckDatabase.Open(new DuckOptions { MemoryLimitBytes = QueryBytes, TempDirectory = scratch.Path });
        using var connection = database.Connect();
        connection.Execute("SET TimeZone = 'UTC'", token);
        request.RequireOwnPlace();
        progress.Report(new BatchProgress("Find the series", 0, 0));
        var work = FeatureWork.Prepare(request, connection, scratch.Path, token);
        request.RequireSameMeaning(work.Plan);

        var files = Write(request, work, staged, scratch.Path, progress, token);
        progress.Report(new BatchProgress("Put the result in place", work.Layout.GridRows, work.Layout.GridRows));
        var manifest = FeatureDescription.Of(request, work, files);
        if (request.Options.Layout == FeatureLayout.AutoGluon) manifest = AutoGluonSpec.Write(request, work, manifest, connection, staged.Path, token);
        scratch.Dispose();
        manifest.Write(staged.Path);
        token.ThrowIfCancellationRequested();
        staged.Commit();
        return new FeatureBatchResult(manifest, request.Place, Unchanged: false, request.Time.GetElapsedTime(request.Started));
    }

    /// <summary>The result of the same request, when it stands at its place already; null when it does not.</summary>
    public static FeatureBatchResult? Finished(FeatureRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Finished() is { } finished
            ? new FeatureBatchResult(finished, request.Place, Unchanged: true, request.Time.GetElapsedTime(request.Started))
            : null;
    }

    /// <summary>Reads panel after panel, computes and writes it.</summary>
    private static FeatureFiles Write(
        FeatureRequest request, FeatureWork work, StagedDirectory staged, string scratch, IProgress<BatchProgress> progress, CancellationToken token)
    {
        var (options, layout) = (request.Options, work.Layout);

        // One thread a query: the thread that fills a file's blocks writes them too, and none of DuckDB's own waits for work beside it.
        using var writers = DuckDatabase.Open(new DuckOptions { Threads = 1, MemoryLimitBytes = QueryBytes, TempDirectory = scratch });
        var plan = options.Layout == FeatureLayout.AutoGluon ? work.Plan.WithoutStatics() : work.Plan;
        var files = new FeatureFiles(
            writers, plan, layout, new LakeOptions { Format = options.Format }, FileShape.Of(options.Layout, layout.Grid), staged);
        long read = 0, written = 0;
        var reading = true;

        // What is written while a panel is read shows when it has been read: one stage at a time.
        void Read(long count) => progress.Report(new BatchProgress("Read the sales", read += count, layout.FilledRows));
        void Wrote(long count)
        {
            var done = Interlocked.Add(ref written, count);
            if (!Volatile.Read(ref reading)) progress.Report(new BatchProgress("Compute and write the features", done, layout.GridRows));
        }

        var panels = work.Source.Panels(options.PanelBytes).ToArray();
        work.Pools.Add(panels, parts => request.Sales.Reading(() => work.Source.Read(
            parts, count => progress.Report(new BatchProgress("Pool the sales", read += count, layout.FilledRows)), token)));
        read = 0;
        foreach (var parts in panels)
        {
            var series = parts[0].Start..parts[^1].End;
            reading = true;
            using var panel = work.Source.Open(series);
            files.Write(
                panel, work.Statics.Of(series, work.Weather), parts, options.Threads,
                (ready, stopping) =>
                {
                    request.Sales.Reading(() => work.Source.Fill(panel, parts, work.Pools.IsEmpty ? ready : _ => { }, Read, stopping));
                    if (!work.Pools.IsEmpty)
                    {
                        work.Pools.Fill(panel, series.Start.Value, isWhole: panels.Length == 1);
                        foreach (var part in parts) ready(part);
                    }

                    reading = false;
                },
                Wrote, token);
        }

        return files;
    }
}
