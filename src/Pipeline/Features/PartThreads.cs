using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Pipeline;

/// <summary>
/// Threads that write parts while later ones are still being read. The first failure of one stops the others, and reading: it is thrown by
/// <see cref="Complete"/>.
/// </summary>
internal sealed class PartThreads : IDisposable
{
    private readonly BlockingCollection<Range> _ready = [];
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _asked;
    private readonly Thread[] _threads;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">How many.</param>
    /// <param name="open">Makes the writer of a thread.</param>
    /// <param name="write">Writes a part with it; given the token to stop at.</param>
    /// <param name="token">Cancels.</param>
    public PartThreads(int count, Func<LakeWriter> open, Action<Range, LakeWriter, CancellationToken> write, CancellationToken token)
    {
        _asked = token;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() => Run(open, write)) { IsBackground = true, Name = "parts" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Cancelled when a thread failed, or the caller cancels.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>True when a thread failed.</summary>
    public bool Failed => _failure is not null;

    /// <summary>Hands a part to whichever thread is free.</summary>
    public void Add(Range part) => _ready.Add(part, _stop.Token);

    /// <summary>Waits until every part is written.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public void Complete()
    {
        _ready.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _asked.ThrowIfCancellationRequested();
        _failure?.Throw();
    }

    /// <summary>Stops the threads, if they still run, and waits for them.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads) thread.Join();
        _ready.Dispose();
        _stop.Dispose();
    }

    private void Run(Func<LakeWriter> open, Action<Range, LakeWriter, CancellationToken> write)
    {
        try
        {
            using var writer = open();
            foreach (var part in _ready.GetConsumingEnumerable(_stop.Token)) write(part, writer, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Whoever stopped the threads says why.
        }
#pragma warning disable CA1031 // an exception must not end the process here; Complete throws it again
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            _stop.Cancel();
        }
    }
}
