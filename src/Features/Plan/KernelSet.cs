using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>The kernels of a plan over the rows of one series at a time: the only way by which features come about, in batches and one row
/// at a time.</summary>
internal sealed class KernelSet : IDisposable
{
    private readonly Tile _tile;
    private readonly HistoryInput[] _inputs;
    private readonly Kernel[] _kernels;

    public KernelSet(FeaturePlan plan, SeriesRows rows, TimeGrid grid, SeriesAttributes attributes)
    {
        Writer = new ColumnWriter(plan.Features.Length);
        Presence = plan.Presence is { } presence ? new PresenceRule(rows, grid, attributes, presence) : null;
        _tile = new Tile(grid, Writer) { Presence = Presence };
        var layout = new WorkerLayout(rows, grid, attributes, Presence);
        var state = 0;
        for (var feature = 0; feature < plan.Operations.Length; feature++)
        {
            plan.Operations[feature].Enlist(layout, feature, state);
            state += plan.Operations[feature].StateLength;
        }

        _inputs = [.. layout.Inputs];
        _kernels = [.. layout.Kernels];
        Reach = _inputs.Select(input => input.Lead).DefaultIfEmpty().Max();
    }

    public ColumnWriter Writer { get; }

    /// <summary>Which rows have weight; null when all have.</summary>
    public PresenceRule? Presence { get; }

    /// <summary>How many rows before a row its features look at.</summary>
    public int Reach { get; }

    /// <summary>Computes rows of the series at hand into a block.</summary>
    /// <param name="series">The position of the series in its attributes.</param>
    /// <param name="from">The first row, counted from the first row of the series.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="period">The period of the first row.</param>
    /// <param name="state">What the series carries from row to row.</param>
    /// <param name="block">The block that is written.</param>
    /// <param name="firstColumn">Where the plan's columns start in it.</param>
    /// <param name="row">The first row that is written.</param>
    public void Run(int series, int from, int count, long period, Span<double> state, ColumnBlock block, int firstColumn, int row)
    {
        for (var done = 0; done < count; done += Tile.MaxRows)
        {
            _tile.Series = series;
            _tile.From = from + done;
            _tile.Period = period + done;
            _tile.Count = Math.Min(Tile.MaxRows, count - done);
            Writer.Begin(block, firstColumn, row + done, _tile.Count);
            foreach (var input in _inputs) input.Prepare(_tile);
            foreach (var kernel in _kernels) kernel.Run(_tile, state);
            Writer.End(_tile.Count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kernel in _kernels) kernel.Dispose();
        foreach (var input in _inputs) input.Dispose();
    }
}
