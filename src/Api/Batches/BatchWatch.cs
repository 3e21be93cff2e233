using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>
/// Batches that somebody listens to, whoever works on them. However many listen to a batch, the table is looked at once in <see cref="Pause"/> for all of them.
/// </summary>
internal sealed class BatchWatch(StoreDoor door, TimeProvider time)
{
    internal const int MostListeners = 1_000;
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<BatchId, Watched> _watched = [];
    private int _listeners;
    private long _looks;

    /// <summary>The clock.</summary>
    internal TimeProvider Time => time;

    /// <summary>How often the table was looked at.</summary>
    internal long Looks => Interlocked.Read(ref _looks);

    /// <summary>How many batches are watched.</summary>
    internal int Batches
    {
        get
        {
            lock (_gate) return _watched.Count;
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="ProblemException">As many listen as may.</exception>
    internal void Join(BatchId batch)
    {
        lock (_gate)
        {
            if (_listeners == MostListeners) throw new ProblemException("busy", $"{MostListeners} listen to batches already, which is the most.");
            _listeners++;
            if (!_watched.TryGetValue(batch, out var watched)) _watched.Add(batch, watched = new Watched());
            watched.Listeners++;
        }
    }

    /// <summary>Ends to listen.</summary>
    internal void Leave(BatchId batch)
    {
        lock (_gate)
        {
            _listeners--;
            if (--_watched[batch].Listeners == 0) _watched.Remove(batch);
        }
    }

    /// <summary>The batch as it was at most <see cref="Pause"/> ago; for listeners alone.</summary>
    internal Task<BatchRow> Look(BatchId batch)
    {
        lock (_gate)
        {
            var watched = _watched[batch];
            if (watched.Last is { } last && (!last.IsCompleted || time.GetElapsedTime(watched.Since) < Pause)) return last;
            watched.Since = time.GetTimestamp();
            return watched.Last = Task.Run(() => Read(batch), CancellationToken.None);
        }
    }

    /// <summary>For all who listen: none of them can cancel it.</summary>
    private async Task<BatchRow> Read(BatchId batch)
    {
        Interlocked.Increment(ref _looks);
        using var patience = new CancellationTokenSource(Patience, time);
        return (await door.Store.Tables.Batches(batch, null, null, 1, patience.Token))[0];
    }

    private sealed class Watched
    {
        internal int Listeners { get; set; }

        internal long Since { get; set; }

        internal Task<BatchRow>? Last { get; set; }
    }
}
