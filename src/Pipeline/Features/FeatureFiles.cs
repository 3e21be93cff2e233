using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// The files of a feature set, written part by part: a part is a run of consecutive series, and has one file a year, ordered by series and time. Where
/// parts are cut depends on the series only, so files are the same with any number of threads. A recurrence is carried over the year's end.
/// </summary>
/// <param name="database">Writes CSV.</param>
/// <param name="plan">What is computed.</param>
/// <param name="layout">Where the series lie.</param>
/// <param name="format">The format.</param>
/// <param name="shape">Names and folders.</param>
/// <param name="folder">The folder of the files.</param>
/// <param name="completed">Told each file that is complete, from any thread.</param>
internal sealed class FeatureFiles(
    DuckDatabase database, FeaturePlan plan, SalesLayout layout, LakeOptions format, FileShape shape, string folder, Action<string> completed)
{
    /// <summary>Rows of the reused block, so that its columns stay in the second-level cache.</summary>
    private const int BlockRows = 8_192;

    private const int KeyColumns = 3;

    private readonly Lock _gate = new();
    private WrittenRows _written = WrittenRows.None(plan.Features.Length);

    /// <summary>The plan whose features are written.</summary>
    public FeaturePlan Plan => plan;

    /// <summary>The files written so far, by path.</summary>
    public ImmutableArray<FeatureManifest.OutputFile> Written => [.. _written.Files.OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>How many rows have no target.</summary>
    public long TargetsMissing => _written.TargetsMissing;

    /// <summary>How many values of a feature are missing for a reason.</summary>
    public long NanCount(int feature, NanReason reason) => _written.Nan[feature][(int)reason];

    /// <summary>The columns of a file.</summary>
    /// <param name="series">The keys of the series.</param>
    public ImmutableArray<BlockColumn> Columns(Labels? series) =>
    [
        series is null ? new BlockColumn(shape.Key, ColumnType.Int64) : new BlockColumn(shape.Key, ColumnType.Label, series),
        new BlockColumn("timestamp", shape.Time),
        new BlockColumn("target", ColumnType.Float64),
        .. plan.Columns,
    ];

    /// <summary>Counts rows that are written, here or by an earlier run.</summary>
    public void Add(WrittenRows rows)
    {
        lock (_gate) _written = _written.With(rows);
    }

    /// <summary>Computes and writes the parts of a panel, several at once, each as soon as it is filled.</summary>
    /// <param name="panel">The values of the series of all parts.</param>
    /// <param name="attributes">What is known of these series besides.</param>
    /// <param name="parts">The parts, by the numbers of their series in the layout.</param>
    /// <param name="threads">How many parts are written at once.</param>
    /// <param name="fill">Fills the panel on the calling thread, and hands over each part that is complete.</param>
    /// <param name="wrote">Told the number of rows written, now and then, from any thread.</param>
    /// <param name="finished">Told each part that is written, from any thread.</param>
    /// <param name="token">Cancels.</param>
    public void Write(
        SeriesPanel panel, SeriesAttributes attributes, ImmutableArray<Range> parts, int threads, Action<Action<Range>, CancellationToken> fill,
        Action<long> wrote, Action<Range, WrittenRows> finished, CancellationToken token)
    {
        var first = parts[0].Start.Value;
        using var crew = new PartThreads(
            Math.Min(threads, parts.Length), () => new LakeWriter(database, format),
            (part, writer, stopping) =>
            {
                var rows = WritePart(panel, attributes, first, part, writer, wrote, stopping);
                Add(rows);
                finished(part, rows);
            },
            token);
        try
        {
            fill(crew.Add, crew.Stopping);
        }
        catch (OperationCanceledException) when (crew.Failed)
        {
            // Complete throws what failed.
        }

        crew.Complete();
    }

    private WrittenRows WritePart(
        SeriesPanel panel, SeriesAttributes attributes, int first, Range range, LakeWriter writer, Action<long> wrote, CancellationToken token)
    {
        var start = range.Start.Value - first;
        var count = range.End.Value - range.Start.Value;
        var keys = layout.Texts is { } texts ? new Labels(texts.Slice(first + start, count)) : null;
        using var worker = plan.CreateWorker(panel, attributes);
        using var block = new ColumnBlock(Columns(keys), BlockRows);
        var states = new double[count * plan.StateLength];
        var cursor = new PartCursor(panel, start, count);
        var targetsMissing = 0;
        var files = ImmutableArray.CreateBuilder<FeatureManifest.OutputFile>();
        foreach (var (place, lastYear) in shape.Folders(cursor))
        {
            var name = Path.Combine(place, $"part-{first + start:00000000}.{(format.Format == LakeFormat.Csv ? "csv" : "parquet")}");
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            cursor.Begin(lastYear);
            var rows = writer.Write(
                path, block,
                filled =>
                {
                    token.ThrowIfCancellationRequested();
                    while (filled.Rows < filled.Capacity && cursor.Take(filled.Capacity - filled.Rows) is { } slice)
                    {
                        WriteKeys(panel, filled, slice, keys is null ? layout.Numbers[first + slice.Series] : 0, slice.Series - start);
                        targetsMissing += WriteTarget(filled, panel.Values(0, slice.Series).Slice(slice.From, slice.Count));
                        worker.Compute(
                            slice.Series, slice.From, slice.Count, states.AsSpan((slice.Series - start) * plan.StateLength, plan.StateLength),
                            filled, KeyColumns, filled.Rows);
                        filled.Rows += slice.Count;
                        filled.Repeat = Math.Max(filled.Repeat, slice.Count);
                    }

                    wrote(filled.Rows);
                    return filled.Rows > 0;
                },
                token);
            completed(path);
            files.Add(new FeatureManifest.OutputFile(name.Replace('\\', '/'), rows, new FileInfo(path).Length));
        }

        return WrittenRows.Of(worker, plan.Features.Length, files.ToImmutable(), targetsMissing);
    }

    private void WriteKeys(SeriesPanel panel, ColumnBlock block, PartCursor.Slice slice, long number, int code)
    {
        if (block.Columns[0].Type == ColumnType.Label) block.Values<int>(0).Slice(block.Rows, slice.Count).Fill(code);
        else block.Values<long>(0).Slice(block.Rows, slice.Count).Fill(number);

        var grid = layout.Grid;
        var period = panel.FirstPeriod(slice.Series) + slice.From;
        if (shape.Time == ColumnType.Date)
        {
            var days = block.Values<int>(1).Slice(block.Rows, slice.Count);
            var day = grid.DayOf(period);
            var step = (int)(grid.Frequency.Micros / Frequency.Day.Micros);
            for (var row = 0; row < days.Length; row++) days[row] = day + row * step;
        }
        else
        {
            var times = block.Values<long>(1).Slice(block.Rows, slice.Count);
            var time = grid.MicrosOf(period);
            for (var row = 0; row < times.Length; row++) times[row] = time + row * grid.Frequency.Micros;
        }
    }

    /// <summary>Writes the targets of some rows and gives the number of those that are missing.</summary>
    private static int WriteTarget(ColumnBlock block, ReadOnlySpan<double> target)
    {
        var written = block.Values<double>(2).Slice(block.Rows, target.Length);
        var missing = 0;
        for (var row = 0; row < target.Length; row++)
        {
            written[row] = target[row];
            if (!double.IsNaN(target[row])) continue;
            written[row] = 0;
            block.SetNull(2, block.Rows + row);
            missing++;
        }

        return missing;
    }
}
