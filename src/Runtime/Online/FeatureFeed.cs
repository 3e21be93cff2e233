using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SecretMagic.Runtime.Online;

/// <summary>
/// The changes of features that somebody waits for. Whoever is slower than the changes gets the latest features of each series, never a queue of old ones:
/// what waits is at most one row of features a series.
/// </summary>
public sealed class FeatureFeed : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly FrozenSet<string>? _series;
    private readonly Action<FeatureFeed> _end;
    private Dictionary<string, ShardFeatures> _latest = new(StringComparer.Ordinal);
    private bool _isEnded;

    internal FeatureFeed(IEnumerable<string>? series, Action<FeatureFeed> end) => (_series, _end) = (series?.ToFrozenSet(StringComparer.Ordinal), end);

    /// <summary>Waits until something changed, and takes the latest features of the series that did since the last call.</summary>
    /// <param name="token">Stops waiting; nothing is lost then.</param>
    public async Task<ImmutableArray<ShardFeatures>> Next(CancellationToken token)
    {
        await _signal.WaitAsync(token);
        lock (_gate)
        {
            ImmutableArray<ShardFeatures> taken = [.. _latest.Values];
            _latest = new(StringComparer.Ordinal);
            return taken;
        }
    }

    /// <summary>No changes are collected any more.</summary>
    public void Dispose()
    {
        _end(this);
        lock (_gate)
        {
            _isEnded = true;
            _signal.Dispose();
        }
    }

    internal bool Wants(string series) => _series is null || _series.Contains(series);

    internal void Put(ShardFeatures features)
    {
        lock (_gate)
        {
            if (_isEnded) return;
            _latest[features.Series] = features;
            if (_latest.Count == 1 && _signal.CurrentCount == 0) _signal.Release();
        }
    }
}
