using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// The mean price elasticity of groups, a period: the sum of Sxy + L p over the sum of Sxx + L, which is the mean of the slopes of the group's series,
/// each weighed by how much its price moved in the window that ends with the period. No row after the period is in it. Series are added in their
/// order, panel after panel, so the bits depend neither on threads nor on how series are cut into panels. Memory: 16 bytes a group and period; cost:
/// about 1 ns a row and row of the window.
/// </summary>
/// <param name="pool">What it is the mean of.</param>
/// <param name="values">[series] the value that makes the group, NaN for none.</param>
/// <param name="firstPeriods">[series] the period of the first row.</param>
/// <param name="lengths">[series] the number of rows.</param>
public sealed class PooledSlopes(ElasticityPool pool, ReadOnlySpan<double> values, ReadOnlySpan<long> firstPeriods, ReadOnlySpan<int> lengths)
{
    private readonly PooledGroups _groups = new(values, firstPeriods, lengths);
    private double[][]? _spreads;
    private double[][]? _products;

    /// <summary>Adds the series of a panel; panels come in the order of their series.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="target">The column of the target.</param>
    /// <param name="price">The column of the price.</param>
    /// <param name="start">The number of the panel's first series among all.</param>
    public void Add(SeriesPanel panel, int target, int price, int start)
    {
        var (spreads, products) = (_spreads ??= _groups.Zeros(), _products ??= _groups.Zeros());
        double[] x = [], y = [];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (!_groups.TryGroup(start + series, out var group)) continue;
            var (before, rows) = (pool.Window - 1, panel.Length(series));
            var at = (int)(panel.FirstPeriod(series) - _groups.FirstPeriod(group));

            // Behind its last row a series still counts for as long as the window holds rows of it.
            var ends = (int)Math.Min((long)rows + before, spreads[group].Length - at);
            if (x.Length < before + ends) (x, y) = (new double[before + ends], new double[before + ends]);
            x.AsSpan().Fill(double.NaN);
            LogSlope.Take(panel.Values(price, series), panel.Values(target, series), x.AsSpan(before), y.AsSpan(before));
            for (var row = 0; row < ends; row++)
            {
                var slope = LogSlope.Of(x.AsSpan(row, pool.Window), y.AsSpan(row, pool.Window));
                spreads[group][at + row] += slope.Spread;
                products[group][at + row] += slope.Product;
            }
        }
    }

    /// <summary>Fills the column of a panel, once all panels are added.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="column">The column that is filled.</param>
    /// <param name="start">The number of the panel's first series among all.</param>
    public void Fill(SeriesPanel panel, int column, int start)
    {
        var weight = LogSlope.WeightOf(pool.PriorRows);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (!_groups.TryGroup(start + series, out var group) || _spreads is null || _products is null) continue;
            var at = (int)(panel.FirstPeriod(series) - _groups.FirstPeriod(group));
            var means = panel.Values(column, series);
            for (var row = 0; row < means.Length; row++)
            {
                var (spread, product) = (_spreads[group][at + row], _products[group][at + row]);
                means[row] = spread > 0 ? (product + weight * pool.Prior) / (spread + weight) : double.NaN;
            }
        }
    }
}
