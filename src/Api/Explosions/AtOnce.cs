namespace SecretMagic.Api;

/// <summary>
/// What is computed while the caller waits: a few at a time, each at most <see cref="Limit"/>. Who comes when too many wait is turned away, so requests never
/// take more than a few cores and their memory.
/// </summary>
internal sealed class AtOnce(TimeProvider time) : IDisposable
{
    internal const int MostWaiting = 32;
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _slots = new(Math.Max(2, Environment.ProcessorCount / 2));
    private int _here;

    /// <summary>Computes on a thread of its own.</summary>
    /// <param name="work">The work.</param>
    /// <param name="token">Nobody waits any more.</param>
    /// <exception cref="ProblemException">Too many wait, or it takes too long.</exception>
    internal async Task<T> Run<T>(Func<CancellationToken, Task<T>> work, CancellationToken token)
    {
        if (Interlocked.Increment(ref _here) > MostWaiting)
        {
            Interlocked.Decrement(ref _here);
            throw new ProblemException("busy", $"{MostWaiting} requests of this kind are computed or wait already.");
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        try
        {
            await _slots.WaitAsync(stop.Token);
            var ended = Task.Factory.StartNew(() => Held(work, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return await ended.Unwrap().WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new ProblemException("too-long", $"It was not done within {Limit.TotalSeconds:0} seconds.");
        }
        finally
        {
            Interlocked.Decrement(ref _here);
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>The slot is free when the work is over, also when nobody waits for it any more.</summary>
    private async Task<T> Held<T>(Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        try
        {
            return await work(stop);
        }
        finally
        {
            _slots.Release();
        }
    }
}
