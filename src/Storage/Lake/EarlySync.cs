using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace SecretMagic.Storage.Lake;

/// <summary>
/// Syncs finished files on a thread of its own while others are still written, so that the disk works all the time and the end need not wait.
/// </summary>
internal sealed class EarlySync : IDisposable
{
    private readonly BlockingCollection<string> _files = [];
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    public EarlySync()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "sync" };
        _thread.Start();
    }

    /// <summary>Adds a file that is complete.</summary>
    public void Add(string file) => _files.Add(file);

    /// <summary>Waits for the files that were added. The disk tells a failure once only, so it is kept and thrown here.</summary>
    /// <exception cref="IOException">A file could not be synced.</exception>
    public void Complete()
    {
        _files.CompleteAdding();
        _thread.Join();
        _failure?.Throw();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_files.TryTake(out _)) continue;
        _files.CompleteAdding();
        _thread.Join();
        _files.Dispose();
    }

    private void Run()
    {
        try
        {
            foreach (var file in _files.GetConsumingEnumerable()) DiskSync.File(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }
}
