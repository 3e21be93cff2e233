using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>
/// What requests compute: one a core at a time, whatever they ask for, so all together never take more than the cores and their memory. An answer that is
/// waited for takes at most <see cref="Limit"/>, and who comes when too many wait for one is turned away.
/// </summary>
internal sealed class ComputeSlots(TimeProvider time) : IDisposable
{
    internal const int MostWaiting = 32;
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _free = new(Math.Max(2, Environment.ProcessorCount));
    private int _here;

    /// <summary>Waits for a slot, for work that takes as long as its body is; disposing what is given frees it.</summary>
    internal async Task<IDisposable> Enter(CancellationToken token)
    {
        await _free.WaitAsync(token);
        return new Slot(_free);
    }

    /// <summary>Computes an answer on a thread of its own.</summary>
    /// <param name="name">What the trace calls it.</param>
    /// <param name="work">The work; what nobody waits for any more is disposed when it is done.</param>
    /// <param name="token">Nobody waits any more.</param>
    /// <exception cref="ProblemException">Too many wait, or it takes too long.</exception>
    internal async Task<T> Run<T>(string name, Func<CancellationToken, Task<T>> work, CancellationToken token)
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
            var slot = await Enter(stop.Token);
            using var span = Traces.Source.StartActivity(name);
            var running = OwnThread.Run(() => Held(slot, work, stop.Token));
            try
            {
                return await running.WaitAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                _ = Forget(running);
                throw;
            }
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

    public void Dispose() => _free.Dispose();

    /// <summary>The slot is free when the work is over, also when nobody waits for it any more.</summary>
    private static async Task<T> Held<T>(IDisposable slot, Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        using (slot) return await work(stop);
    }

    private static async Task Forget<T>(Task<T> running)
    {
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompletedSuccessfully) (await running as IDisposable)?.Dispose();
    }

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
