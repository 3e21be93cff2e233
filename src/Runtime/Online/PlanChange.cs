using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>The series of a shard under another plan: built aside, on any one thread, from what was known when it began, while the old plan serves.</summary>
internal sealed class PlanChange
{
    private readonly ImmutableArray<string> _columns;
    private readonly List<(string Series, SeriesFacts Facts)> _series;

    internal PlanChange(OnlinePlan plan, ShardRows rows)
    {
        (Plan, _columns) = (plan, rows.Columns);
        _series = [.. rows.Entries.Select(entry => (entry.Id, entry.Facts.Copy()))];
    }

    internal OnlinePlan Plan { get; }

    /// <summary>What was built: the state, the features of the last row, and the revision of the facts behind it.</summary>
    internal Dictionary<string, (OnlineSeries State, double[] Latest, int Revision)> Built { get; } = new(StringComparer.Ordinal);

    /// <summary>True when every series is there.</summary>
    internal bool IsBuilt => Built.Count == _series.Count;

    /// <summary>Computes every series from its first row on.</summary>
    internal void Build(CancellationToken token)
    {
        using var worker = new ShardWorker(Plan, _columns);
        foreach (var (series, facts) in _series)
        {
            token.ThrowIfCancellationRequested();
            var latest = new double[worker.Width];
            if (worker.Replay(facts, long.MaxValue, latest) is { } state) Built.Add(series, (state, latest, facts.Revision));
        }
    }
}
