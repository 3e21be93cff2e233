namespace SecretMagic.Features;

/// <summary>All statistics of one input over one window: the values are laid out once for all of them.</summary>
internal sealed class WindowKernel(HistoryInput input, int shift, int window) : Kernel
{
    private readonly FullCount _count = new(window);
    private readonly double _limit = ExactSums.LimitOf(window);
    private readonly WindowSweep _sweep = new(window);
    private HistoryOutput[] _members = [];
    private (WindowStatistic Statistic, int MinSamples)[] _statistics = [];
    private double[][] _outputs = [];
    private readonly float[] _singles = new float[Tile.MaxRows];
    private bool _hasSums;

    public void Add(HistoryOutput output, WindowStatistic statistic, int minSamples)
    {
        _members = [.. _members, output];
        _statistics = [.. _statistics, (statistic, minSamples)];
        _hasSums |= statistic.Sums is not null;
        _outputs = [.. _outputs, new double[WindowSweep.OutputLength(Tile.MaxRows, window)]];
    }

    public override void Dispose()
    {
        _sweep.Dispose();
        base.Dispose();
    }

    public override void Run(Tile tile, Span<double> state)
    {
        if (tile.Count == 1) RunRow(tile);
        else RunTile(tile);
    }

    private void RunRow(Tile tile)
    {
        var values = input.Values.Slice(input.Lead - shift + 1 - window, window);
        WindowSums sums = default;
        var isExact = _hasSums && WindowSums.TryAdd(values, _limit, out sums);
        for (var i = 0; i < _members.Length; i++)
        {
            var (statistic, minSamples) = _statistics[i];
            var value = isExact && statistic.Sums is { } exact ? exact.Read(sums, minSamples) : ReadOne(tile, statistic, minSamples, values);
            // A tile compares what was rounded, and its zeros have no sign: what is so small that it rounds to -0 must not have one here.
            if (statistic.Extreme != 0 && !double.IsNaN(value) && _members[i].IsSingle(tile)) value = (float)value + 0f;
            if (double.IsNaN(value)) WarmupRows.Mark(new Span<double>(ref value), input, _members[i].FirstRow(tile), window, minSamples);
            _members[i].WriteRow(tile, value);
        }
    }

    private double ReadOne(Tile tile, WindowStatistic statistic, int minSamples, ReadOnlySpan<double> values)
    {
        var value = 0.0;
        var newer = WindowSweep.PositionInBlock(tile.Period - shift, window) + 1;
        statistic.Evaluate<Lanes1>(BlockGroup.OfOne(values, newer), minSamples, new Span<double>(ref value));
        return value;
    }

    private void RunTile(Tile tile)
    {
        var isExact = input.TryExact(input.Lead - shift, _count, out var sums);
        for (var i = 0; i < _members.Length; i++)
        {
            var (statistic, _) = _statistics[i];
            if (statistic.Extreme != 0) ReadExtreme(tile, i, statistic.Extreme, sums);
            else if (isExact && statistic.Sums is { } exact)
            {
                var next = i + 1 < _members.Length ? _statistics[i + 1].Statistic.Sums : null;
                if (next is null) Read(tile, i, exact, sums);
                else ReadBoth(tile, i++, exact, next, sums);
            }
            else Sweep(tile, i);
        }
    }

    private void Read(Tile tile, int member, SumStatistic statistic, ExactWindow sums)
    {
        var output = _members[member];
        var direct = output.Direct(tile, sums.Full);
        ReadPartial(tile, member, statistic, sums, tile.Count - direct.Length);
        if (direct.Length > 0) statistic.EvaluateFull(sums, tile.Count - direct.Length, direct);
    }

    /// <summary>Two neighbouring statistics in one walk: what one waits for, the other hides.</summary>
    private void ReadBoth(Tile tile, int member, SumStatistic one, SumStatistic other, ExactWindow sums)
    {
        var first = _members[member].Direct(tile, sums.Full);
        var second = _members[member + 1].Direct(tile, sums.Full);
        if (first.IsEmpty || second.IsEmpty)
        {
            Read(tile, member, one, sums);
            Read(tile, member + 1, other, sums);
            return;
        }

        var row = tile.Count - first.Length;
        ReadPartial(tile, member, one, sums, row);
        ReadPartial(tile, member + 1, other, sums, row);
        one.EvaluateFull(sums, row, first, other, second);
    }

    private void ReadPartial(Tile tile, int member, SumStatistic statistic, ExactWindow sums, int rows)
    {
        if (rows == 0) return;
        var values = _outputs[member].AsSpan(0, rows);
        statistic.Evaluate(sums, _statistics[member].MinSamples, values);
        Write(tile, member, values);
    }

    private void ReadExtreme(Tile tile, int member, int sign, ExactWindow sums)
    {
        var output = _members[member];
        var first = input.Lead - shift;
        var direct = input.Largest <= float.MaxValue ? output.Direct(tile, sums.Full) : default;
        var values = _outputs[member].AsSpan(0, tile.Count - direct.Length);
        if (output.IsSingle(tile))
        {
            var extremes = input.SingleExtremes(sign, window);
            extremes.Evaluate(first + values.Length, window, direct);
            if (values.Length == 0) return;
            var singles = _singles.AsSpan(0, values.Length);
            extremes.Evaluate(first, window, singles);
            for (var row = 0; row < singles.Length; row++) values[row] = singles[row];
        }
        else input.Extremes(sign, window).Evaluate(first, window, values);

        sums.MarkTooFew(_statistics[member].MinSamples, values);
        Write(tile, member, values);
    }

    private void Sweep(Tile tile, int member)
    {
        var into = WindowSweep.PositionInBlock(tile.Period - shift, window);
        var blocks = (into + tile.Count - 1) / window + 1;
        _sweep.Run(input.FarValues, input.FarLead - shift - into, blocks, _statistics.AsSpan(member, 1), _outputs[member..(member + 1)]);
        Write(tile, member, _outputs[member].AsSpan(into, tile.Count));
    }

    private void Write(Tile tile, int member, Span<double> values)
    {
        WarmupRows.Mark(values, input, _members[member].FirstRow(tile), window, _statistics[member].MinSamples);
        _members[member].Write(tile, values);
    }
}
