using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Pipeline;

/// <summary>The pooled columns of a batch: all panels are added before the first is filled, so a group may lie in several panels.</summary>
internal sealed class PooledPanels
{
    private readonly ImmutableArray<string> _columns;
    private readonly ImmutableArray<PooledColumn> _pooled;
    private readonly Dictionary<(string Of, string? By), PooledSums> _sums = [];
    private readonly ImmutableArray<(ElasticityPool Pool, PooledSlopes Slopes)> _slopes;

    /// <summary>Makes room for the columns.</summary>
    /// <param name="columns">The columns that are read; the pooled ones stand behind them.</param>
    /// <param name="pooled">The pooled columns; what they are made of is there.</param>
    /// <param name="elasticities">The mean elasticities, which stand behind those.</param>
    /// <param name="layout">Where the series lie.</param>
    /// <param name="statics">The values that make groups.</param>
    public PooledPanels(
        ImmutableArray<string> columns, ImmutableArray<PooledColumn> pooled, ImmutableArray<ElasticityPool> elasticities, SalesLayout layout,
        StaticFile statics)
    {
        _columns = columns;
        _pooled = pooled;
        foreach (var key in pooled.Select(column => (column.Of, column.By)).Distinct())
        {
            var groups = key.By is { } by ? statics.Values(by) : new double[layout.Count];
            _sums.Add(key, new PooledSums(groups, layout.FirstPeriods, layout.Lengths));
        }

        _slopes = [.. elasticities.Select(pool => (pool, new PooledSlopes(pool, statics.Values(pool.By), layout.FirstPeriods, layout.Lengths)))];
    }

    /// <summary>True when there is nothing to pool.</summary>
    public bool IsEmpty => _pooled.IsEmpty && _slopes.IsEmpty;

    /// <summary>The pooled columns of a set whose inputs are there.</summary>
    public static ImmutableArray<PooledColumn> Of(FeatureSet set, ImmutableArray<string> columns, StaticFile statics) =>
    [
        .. set.Pooled.Where(pooled =>
            columns.Contains(pooled.Of) && (pooled.By is not { } by || statics.Columns.Any(column => column.Name == by))),
    ];

    /// <summary>The mean elasticities of a set whose inputs are there.</summary>
    public static ImmutableArray<ElasticityPool> Elasticities(FeatureSet set, ImmutableArray<string> columns, StaticFile statics) =>
        [.. ElasticityPool.Of(set).Where(pool => columns.Contains(pool.Price) && statics.Columns.Any(column => column.Name == pool.By))];

    /// <summary>Reads the panels and adds them, unless there is nothing to pool.</summary>
    public void Add(IReadOnlyList<ImmutableArray<Range>> panels, Func<ImmutableArray<Range>, SeriesPanel> read)
    {
        if (IsEmpty) return;
        foreach (var parts in panels)
        {
            using var panel = read(parts);
            Add(panel, parts[0].Start.Value);
        }
    }

    /// <summary>Fills the pooled columns of a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="start">The number of its first series.</param>
    /// <param name="isWhole">True when it holds all series and was not added.</param>
    public void Fill(SeriesPanel panel, int start, bool isWhole)
    {
        if (isWhole) Add(panel, start);
        for (var at = 0; at < _pooled.Length; at++)
        {
            var pooled = _pooled[at];
            _sums[(pooled.Of, pooled.By)].Fill(panel, pooled, _columns.IndexOf(pooled.Of), _columns.Length + at, start);
        }

        for (var at = 0; at < _slopes.Length; at++) _slopes[at].Slopes.Fill(panel, _columns.Length + _pooled.Length + at, start);
    }

    private void Add(SeriesPanel panel, int start)
    {
        foreach (var ((of, _), sums) in _sums) sums.Add(panel, _columns.IndexOf(of), start);
        foreach (var (pool, slopes) in _slopes) slopes.Add(panel, 0, _columns.IndexOf(pool.Price), start);
    }
}
