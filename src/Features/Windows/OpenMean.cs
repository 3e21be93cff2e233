namespace SecretMagic.Features;

/// <summary>
/// Mean over a window of rows that count with their share: the sum of share x over the sum of shares, each joined from two runs that are anchored as
/// every window is. Where every share is 1 or 0 it has the bits of <see cref="Ma"/> over the rows that are left.
/// </summary>
internal sealed class OpenMean(History history, OpenShare share, int window, int minSamples) : Operation
{
    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var reach = checked(window - 1 + history.Shift);
        var (values, shares) = (worker.Input(history, reach), worker.Input(share.History, reach));
        worker.Kernels.Add(new MeanKernel(values, shares, worker.Output(values, history, feature), window, minSamples, worker.Scratch));
    }

    private sealed class MeanKernel(
        HistoryInput values, HistoryInput shares, HistoryOutput output, int window, int minSamples, double[] scratch) : Kernel
    {
        private static readonly Sum Sum = new();

        private readonly WindowSweep _sweep = new(window);
        private readonly double[] _weighted = new double[Tile.MaxRows + window];
        private readonly double[] _weights = new double[Tile.MaxRows + window];

        public override void Dispose()
        {
            _sweep.Dispose();
            base.Dispose();
        }

        public override void Run(Tile tile, Span<double> state)
        {
            var before = window - 1;
            var length = before + tile.Count;
            var weighted = _weighted.AsSpan(0, length);
            var weights = _weights.AsSpan(0, length);
            var x = values.Values.Slice(values.Lead - output.History.Shift - before, length);
            var open = shares.Values.Slice(shares.Lead - output.History.Shift - before, length);
            for (var i = 0; i < length; i++)
            {
                var weight = OpenShare.WeightOf(x[i], open[i]);
                (weighted[i], weights[i]) = weight > 0 ? (weight * x[i], weight) : (double.NaN, double.NaN);
            }

            var first = tile.Period - output.History.Shift - before;
            _sweep.Roll(weighted, first, Sum, 1, weighted);
            _sweep.Roll(weights, first, Sum, 1, weights);
            var target = scratch.AsSpan(0, tile.Count);
            for (var i = 0; i < target.Length; i++)
            {
                var seen = weights[before + i];
                target[i] = seen >= OpenShare.Least(minSamples) ? weighted[before + i] / seen : ReasonNan.TooFewValid;
            }

            WarmupRows.Mark(target, values, output.FirstRow(tile), window, minSamples);
            output.Write(tile, target);
        }
    }
}
