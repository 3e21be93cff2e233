using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SecretMagic.Storage.Lake;

/// <summary>
/// Syncs finished files on a thread of its own while others are still written, so that the disk works all the time and the end need not wait.
/// </summary>
internal sealed class EarlySync : IDisposable
{
    private readonly BlockingCollection<Action> _tasks = [];
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    public EarlySync()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "sync" };
        _thread.Start();
    }

    /// <summary>Adds a file that is complete.</summary>
    public void Add(string file) => Add(() => DiskSync.File(file));

    /// <summary>Adds what is to be done behind the files added before.</summary>
    public void Add(Action task) => _tasks.Add(task);

    /// <summary>Waits for what was added. The disk tells a failure once only, so it is kept and thrown here.</summary>
    /// <exception cref="IOException">A file could not be synced.</exception>
    public void Complete()
    {
        _tasks.CompleteAdding();
        _thread.Join();
        _failure?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_tasks.TryTake(out _)) continue;
        _tasks.CompleteAdding();
        _thread.Join();
        _tasks.Dispose();
    }

    private void Run()
    {
        try
        {
            foreach (var task in _tasks.GetConsumingEnumerable()) task();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }
}
