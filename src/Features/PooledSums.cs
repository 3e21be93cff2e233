using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// Sums and counts of one column over the series of each group, a period. Series are added in their order, panel after panel, so the bits depend
/// neither on threads nor on how the series are cut into panels. Memory: 16 bytes a group and period, from the first to the last of the group.
/// </summary>
public sealed class PooledSums
{
    private readonly PooledGroups _groups;
    private readonly double[][] _sums;
    private readonly double[][] _counts;

    /// <summary>Makes room for the groups.</summary>
    /// <param name="values">[series] the value that makes the group, NaN for none.</param>
    /// <param name="firstPeriods">[series] the period of the first row.</param>
    /// <param name="lengths">[series] the number of rows.</param>
    public PooledSums(ReadOnlySpan<double> values, ReadOnlySpan<long> firstPeriods, ReadOnlySpan<int> lengths)
    {
        _groups = new PooledGroups(values, firstPeriods, lengths);
        (_sums, _counts) = (_groups.Zeros(), _groups.Zeros());
    }

    /// <summary>Adds the known values of a panel's column; panels come in the order of their series.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="column">The column.</param>
    /// <param name="start">The number of the panel's first series among all.</param>
    public void Add(SeriesPanel panel, int column, int start)
    {
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (!_groups.TryGroup(start + series, out var group)) continue;
            var at = (int)(panel.FirstPeriod(series) - _groups.FirstPeriod(group));
            var (sums, counts) = (_sums[group], _counts[group]);
            foreach (var value in panel.Values(column, series))
            {
                if (!double.IsNaN(value))
                {
                    sums[at] += value;
                    counts[at]++;
                }

                at++;
            }
        }
    }

    /// <summary>Fills a pooled column of a panel, once all panels are added.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="pooled">What the column holds.</param>
    /// <param name="source">The column that was added.</param>
    /// <param name="target">The column that is filled.</param>
    /// <param name="start">The number of the panel's first series among all.</param>
    public void Fill(SeriesPanel panel, PooledColumn pooled, int source, int target, int start)
    {
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            if (!_groups.TryGroup(start + series, out var group)) continue;
            var ahead = (int)(panel.FirstPeriod(series) - _groups.FirstPeriod(group));
            var own = pooled.LeavesOut ? panel.Values(source, series) : default;
            var values = panel.Values(target, series);
            for (var row = 0; row < values.Length; row++)
            {
                var end = row - pooled.Shift;
                var (sum, count) = Window(_sums[group], _counts[group], end + ahead, pooled.Window);
                if (pooled.LeavesOut)
                {
                    for (var at = Math.Max(0, end - pooled.Window + 1); at <= end; at++)
                    {
                        if (double.IsNaN(own[at])) continue;
                        sum -= own[at];
                        count--;
                    }
                }

                values[row] = count == 0 ? double.NaN : pooled.How switch
                {
                    PooledStatistic.Mean => sum / count,
                    PooledStatistic.Sum => sum,
                    _ => count,
                };
            }
        }
    }

    private static (double Sum, double Count) Window(double[] sums, double[] counts, int end, int window)
    {
        double sum = 0, count = 0;
        for (var at = Math.Max(0, end - window + 1); at <= end; at++)
        {
            sum += sums[at];
            count += counts[at];
        }

        return (sum, count);
    }
}
