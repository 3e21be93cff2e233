using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>Tells how far a feature batch is. What is written while a panel is read shows when it has been read: one stage at a time.</summary>
internal sealed class FeatureProgress
{
    private readonly IProgress<BatchProgress> _progress;
    private readonly FeatureBlocks _blocks;
    private readonly long _toRead;
    private readonly long _toPool;
    private readonly long _toWrite;
    private long _pooled;
    private long _read;
    private long _written;
    private bool _reads;

    /// <summary>Counts the rows to come.</summary>
    /// <param name="progress">Is told.</param>
    /// <param name="layout">Where the series lie.</param>
    /// <param name="left">The parts that are read.</param>
    /// <param name="blocks">What is finished already.</param>
    public FeatureProgress(IProgress<BatchProgress> progress, SalesLayout layout, ImmutableArray<ImmutableArray<Range>> left, FeatureBlocks blocks)
    {
        (_progress, _blocks, _toPool, _toWrite) = (progress, blocks, layout.FilledRows, layout.GridRows);
        _toRead = left.Sum(parts => layout.Filled[parts[0].Start..parts[^1].End].Sum(rows => (long)rows));
        _written = blocks.Finished().Sum(rows => rows.Files.Sum(file => file.Rows));
    }

    /// <summary>True while a panel is read.</summary>
    public bool Reads
    {
        set => Volatile.Write(ref _reads, value);
    }

    /// <summary>Rows were read to be pooled.</summary>
    public void Pooled(long count) => Report("Pool the sales", _pooled += count, _toPool);

    /// <summary>Rows were read.</summary>
    public void Read(long count) => Report("Read the sales", _read += count, _toRead);

    /// <summary>Rows were written. From any thread.</summary>
    public void Wrote(long count)
    {
        var done = Interlocked.Add(ref _written, count);
        if (!Volatile.Read(ref _reads)) Report("Compute and write the features", done, _toWrite);
    }

    private void Report(string stage, long done, long total) =>
        _progress.Report(new BatchProgress(stage, done, total) { Blocks = _blocks.Count, BlocksDone = _blocks.Done });
}
