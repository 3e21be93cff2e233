namespace SecretMagic.Features;

/// <summary>All statistics of one input over one window: the values are laid out once for all of them.</summary>
internal sealed class WindowKernel(HistoryInput input, int shift, int window) : Kernel
{
    private readonly WindowSweep _sweep = new(window);
    private HistoryOutput[] _members = [];
    private (WindowStatistic Statistic, int MinSamples)[] _statistics = [];
    private double[][] _outputs = [];

    public void Add(HistoryOutput output, WindowStatistic statistic, int minSamples)
    {
        _members = [.. _members, output];
        _statistics = [.. _statistics, (statistic, minSamples)];
        _outputs = [.. _outputs, new double[WindowSweep.OutputLength(Tile.MaxRows, window)]];
    }

    public override void Dispose()
    {
        _sweep.Dispose();
        base.Dispose();
    }

    public override void Run(Tile tile, Span<double> state)
    {
        var into = WindowSweep.PositionInBlock(tile.Period - shift, window);
        var blocks = (into + tile.Count - 1) / window + 1;
        _sweep.Run(input.Values[..(input.Lead + tile.Count)], input.Lead - shift - into, blocks, _statistics, _outputs);
        for (var i = 0; i < _members.Length; i++)
        {
            var values = _outputs[i].AsSpan(into, tile.Count);
            MarkWarmup(values, _members[i].FirstRow(tile), _statistics[i].MinSamples);
            _members[i].Write(tile, values);
        }
    }

    /// <summary>Rows whose window reaches before the history; under decay, those with too few grid points since the first known
    /// value.</summary>
    private void MarkWarmup(Span<double> values, int firstRow, int minSamples)
    {
        var end = input.Strategy == NanStrategy.Decay ? (long)input.FirstKnown + minSamples - 1 : window - 1;
        foreach (ref var value in values[..(int)Math.Clamp(end - firstRow, 0, values.Length)])
            if (double.IsNaN(value)) value = ReasonNan.Warmup;
    }
}
