using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>
/// The slope of ln(target) over ln(price) in a window of rows, drawn to a prior slope: b = (Sxy + L p) / (Sxx + L), the mean of the slope under a
/// normal prior. L = 0.01 k, so k rows whose prices spread by a tenth (a standard deviation of ln(price) of 0.1) weigh as much as the prior; prices
/// that hardly move say nothing, however many rows there are.
/// </summary>
internal sealed class Elasticity(History target, History price, int window, double prior, double priorRows) : Operation
{
    /// <summary>The variance of ln(price) where a row weighs 1: prices a tenth apart.</summary>
    private const double UnitVariance = 0.01;

    public override ImmutableArray<InputRead>? Reads => [new(target.ColumnName, target.Shift), new(price.ColumnName, null)];

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var reach = checked(window - 1 + target.Shift);
        var (sales, prices) = (worker.Input(target, reach), worker.Input(price, reach));
        worker.Kernels.Add(new ElasticityKernel(
            sales, prices, worker.Output(sales, target, feature), window, prior, priorRows * UnitVariance, worker.Scratch));
    }

    private sealed class ElasticityKernel(
        HistoryInput sales, HistoryInput prices, HistoryOutput output, int window, double prior, double weight, double[] scratch) : Kernel
    {
        private readonly double[] _x = new double[Tile.MaxRows + window];
        private readonly double[] _y = new double[Tile.MaxRows + window];

        public override void Run(Tile tile, Span<double> state)
        {
            var length = window - 1 + tile.Count;
            var before = window - 1 + output.History.Shift;
            var sold = sales.Values.Slice(sales.Lead - before, length);
            var paid = prices.Values.Slice(prices.Lead - before, length);
            for (var i = 0; i < length; i++)
            {
                // Both greater than 0: neither is NaN.
                var isPair = sold[i] > 0 && paid[i] > 0;
                (_x[i], _y[i]) = isPair ? (Logarithm.Of(paid[i]), Logarithm.Of(sold[i])) : (double.NaN, double.NaN);
            }

            for (var i = 0; i < tile.Count; i++) scratch[i] = Slope(_x.AsSpan(i, window), _y.AsSpan(i, window));
            output.Write(tile, scratch.AsSpan(0, tile.Count));
        }

        /// <summary>From the oldest pair on, around it: a constant price has exactly no spread.</summary>
        private double Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double count = 0, x0 = 0, y0 = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
            for (var i = 0; i < x.Length; i++)
            {
                if (double.IsNaN(x[i])) continue;
                if (count == 0) (x0, y0) = (x[i], y[i]);
                var (dx, dy) = (x[i] - x0, y[i] - y0);
                count++;
                sumX += dx;
                sumY += dy;
                sumXX += dx * dx;
                sumXY += dx * dy;
            }

            if (count == 0) return prior;
            var spread = Math.Max(0, sumXX - sumX * sumX / count);
            return (sumXY - sumX * sumY / count + weight * prior) / (spread + weight);
        }
    }
}
