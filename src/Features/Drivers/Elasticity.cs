using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>
/// The slope of ln(target) over ln(price) in a window of rows, drawn to a prior slope: b = (Sxy + L p) / (Sxx + L), the mean of the slope under a
/// normal prior. L = 0.01 k, so k rows whose prices spread by a tenth (a standard deviation of ln(price) of 0.1) weigh as much as the prior; prices
/// that hardly move say nothing, however many rows there are. Where a group is given, p is its mean at the row, where that is known.
/// </summary>
internal sealed class Elasticity(History target, History price, History? group, int window, double prior, double priorRows) : Operation
{
    public override ImmutableArray<InputRead>? Reads =>
    [
        new(target.ColumnName, target.Shift), new(price.ColumnName, null),
        .. group is null ? Array.Empty<InputRead>() : [new InputRead(group.ColumnName, target.Shift)],
    ];

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var reach = checked(window - 1 + target.Shift);
        var (sales, prices) = (worker.Input(target, reach), worker.Input(price, reach));
        worker.Kernels.Add(new ElasticityKernel(
            sales, prices, group is null ? null : worker.Input(group, target.Shift), worker.Output(sales, target, feature), window, prior,
            LogSlope.WeightOf(priorRows), worker.Scratch));
    }

    private sealed class ElasticityKernel(
        HistoryInput sales, HistoryInput prices, HistoryInput? groups, HistoryOutput output, int window, double prior, double weight,
        double[] scratch) : Kernel
    {
        private readonly double[] _x = new double[Tile.MaxRows + window];
        private readonly double[] _y = new double[Tile.MaxRows + window];

        public override void Run(Tile tile, Span<double> state)
        {
            var length = window - 1 + tile.Count;
            var before = window - 1 + output.History.Shift;
            LogSlope.Take(prices.Values.Slice(prices.Lead - before, length), sales.Values.Slice(sales.Lead - before, length), _x, _y);
            var means = groups is null ? default : groups.Values.Slice(groups.Lead - output.History.Shift, tile.Count);
            for (var i = 0; i < tile.Count; i++)
            {
                var drawnTo = means.IsEmpty || double.IsNaN(means[i]) ? prior : means[i];
                scratch[i] = LogSlope.Of(_x.AsSpan(i, window), _y.AsSpan(i, window)).DrawnTo(drawnTo, weight);
            }

            output.Write(tile, scratch.AsSpan(0, tile.Count));
        }
    }
}
