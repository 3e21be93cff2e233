namespace SecretMagic.Features;

/// <summary>Series that have the same value, and the periods that they reach over together.</summary>
internal sealed class PooledGroups
{
    private readonly int[] _groups;
    private readonly (long First, long End)[] _ranges;

    /// <param name="values">[series] the value that makes the group, NaN for none.</param>
    /// <param name="firstPeriods">[series] the period of the first row.</param>
    /// <param name="lengths">[series] the number of rows.</param>
    public PooledGroups(ReadOnlySpan<double> values, ReadOnlySpan<long> firstPeriods, ReadOnlySpan<int> lengths)
    {
        if (values.Length != lengths.Length || firstPeriods.Length != lengths.Length)
            throw new ArgumentException("One value, first period and length a series.", nameof(values));
        _groups = new int[values.Length];
        var known = new Dictionary<double, int>();
        var ranges = new List<(long First, long End)>();
        for (var series = 0; series < values.Length; series++)
        {
            _groups[series] = -1;
            if (double.IsNaN(values[series])) continue;
            var (first, end) = (firstPeriods[series], firstPeriods[series] + lengths[series]);
            if (!known.TryGetValue(values[series], out var group))
            {
                known.Add(values[series], group = ranges.Count);
                ranges.Add((first, end));
            }

            _groups[series] = group;
            ranges[group] = (Math.Min(ranges[group].First, first), Math.Max(ranges[group].End, end));
        }

        _ranges = [.. ranges];
    }

    /// <summary>The group of a series; false when it has none.</summary>
    public bool TryGroup(int series, out int group) => (group = _groups[series]) >= 0;

    /// <summary>The first period of a group.</summary>
    public long FirstPeriod(int group) => _ranges[group].First;

    /// <summary>[group][period] zeros.</summary>
    public double[][] Zeros() => [.. _ranges.Select(range => new double[range.End - range.First])];
}
