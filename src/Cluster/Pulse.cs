namespace SecretMagic.Cluster;

/// <summary>
/// Notices that this process stood still for so long that others may have taken it for dead: paused, swapped out, or its machine was. What reached it before
/// and is read only now was sent again long ago, to where its entity lives by then; so it takes nothing any more. Nobody's clock is compared with another's.
/// </summary>
internal sealed class Pulse : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>Sooner than entities open elsewhere: a silent node is missed after 3 s at the earliest, and dead 5 s later (hocon/node.conf).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly TimeProvider _time;
    private readonly Action _stopped;
    private readonly ITimer _timer;
    private long _last;
    private volatile bool _isOver;

    /// <param name="time">The clock.</param>
    /// <param name="stopped">Told once that it stood still.</param>
    internal Pulse(TimeProvider time, Action stopped)
    {
        (_time, _stopped, _last) = (time, stopped, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Beats(), null, Beat, Beat);
    }

    /// <summary>False from the first moment behind a standstill, whoever is the first to ask.</summary>
    internal bool Beats()
    {
        var now = _time.GetTimestamp();
        if (!_isOver && _time.GetElapsedTime(Interlocked.Exchange(ref _last, now), now) > Longest)
        {
            _isOver = true;
            _stopped();
        }

        return !_isOver;
    }

    public void Dispose() => _timer.Dispose();
}
