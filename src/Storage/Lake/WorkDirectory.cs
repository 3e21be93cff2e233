using System.Collections.Immutable;

namespace SecretMagic.Storage.Lake;

/// <summary>
/// Where the finished pieces of long work wait until all of them are there, so that who is killed, cancelled or fails goes on behind them: a hidden sibling
/// <c>.{name}.{identity}.work</c> of the place of the result. One process at a time has it; its lock falls with the process. A piece counts once its files are
/// synced and its record is written, and only while every byte is as it was.
/// </summary>
public sealed class WorkDirectory : IDisposable
{
    private const string Extension = ".work";
    private const string LockName = "lock";
    private const int ShortIdentity = 16;

    private readonly EarlySync _records = new();
    private readonly string _identity;
    private readonly FileStream _lock;
    private int _pieces;

    private WorkDirectory(string path, string identity, FileStream held) => (Path, _identity, _lock) = (path, identity, held);

    /// <summary>Where the files of pieces are written, at any path below.</summary>
    public string Path { get; }

    /// <summary>How many pieces are finished: found, or kept and recorded.</summary>
    public int Pieces => Volatile.Read(ref _pieces);

    /// <summary>
    /// Takes the directory of some work, with what is there, and removes those that other work left at the same place; null while another process has it,
    /// which then works apart.
    /// </summary>
    /// <param name="finalPath">The place of the result; its parent exists.</param>
    /// <param name="identity">What decides the bytes of every piece, as a hash in hexadecimal.</param>
    /// <exception cref="UnauthorizedAccessException">The place cannot be written to.</exception>
    public static WorkDirectory? TryOpen(string finalPath, string identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        var place = StagedSiblings.Of(finalPath, "");
        var own = System.IO.Path.Combine(place.Parent, $".{place.Name}.{identity[..Math.Min(ShortIdentity, identity.Length)]}{Extension}");
        Tidy(finalPath, own);
        Directory.CreateDirectory(own);
        return TryHold(own) is { } held ? new WorkDirectory(own, identity, held) : null;
    }

    /// <summary>Removes the directories of all work for a place, but for those that a living process has.</summary>
    public static void Tidy(string finalPath) => Tidy(finalPath, but: null);

    /// <summary>Removes the directories of work in a folder of results that nobody has and nobody wrote to since a time.</summary>
    internal static void Sweep(string parent, DateTimeOffset before)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, ".*" + Extension).ToArray())
            if (Directory.GetLastWriteTimeUtc(folder) <= before.UtcDateTime) RemoveUnheld(folder);
    }

    /// <summary>The facts of a finished piece; null when it is not there, torn, damaged or foreign.</summary>
    public string? Find(string piece, CancellationToken token)
    {
        var facts = WorkPiece.TryRead(Path, piece, _identity, token);
        if (facts is not null) Interlocked.Increment(ref _pieces);
        return facts;
    }

    /// <summary>Begins to sync a file that is complete. From any thread.</summary>
    public void SyncEarly(string file) => _records.Add(file);

    /// <summary>Records a piece that is complete, aside. From any thread; in force when <see cref="Complete"/> or Dispose returns, or sooner.</summary>
    /// <param name="piece">Its name.</param>
    /// <param name="files">Its files, below <see cref="Path"/>.</param>
    /// <param name="facts">What <see cref="Find"/> gives back.</param>
    public void Keep(string piece, ImmutableArray<string> files, string facts) => _records.Add(() =>
    {
        WorkPiece.Write(Path, piece, _identity, files, facts);
        Interlocked.Increment(ref _pieces);
    });

    /// <summary>Waits until what was kept is recorded.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Complete() => _records.Complete();

    /// <summary>Puts files into another directory of the same disk, too. They are never written again.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="files">The files, below <see cref="Path"/>.</param>
    public void Link(string folder, IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var file in files)
        {
            var name = System.IO.Path.Combine(folder, file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(name)!);
            FileLink.One(System.IO.Path.Combine(Path, file), name);
        }
    }

    /// <summary>Removes the directory: its work is done, or of no use to anyone.</summary>
    public void Remove()
    {
        _records.Dispose();
        Remove(Path, _lock);
    }

    /// <summary>Leaves the pieces to the next process; without any, nothing is left.</summary>
    public void Dispose()
    {
        if (!_lock.CanWrite) return;
        try
        {
            _records.Complete();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The piece is not recorded, so it does not count; why the work ended is told by who ended it.
        }

        if (Pieces == 0)
        {
            Remove();
            return;
        }

        _records.Dispose();
        _lock.Dispose();
    }

    private static void Tidy(string finalPath, string? but)
    {
        var place = StagedSiblings.Of(finalPath, "");
        if (!Directory.Exists(place.Parent)) return;
        foreach (var folder in Directory.EnumerateDirectories(place.Parent, $".{place.Name}.*{Extension}").ToArray())
            if (folder != but && !System.IO.Path.GetFileNameWithoutExtension(folder)[(place.Name.Length + 2)..].Contains('.')) RemoveUnheld(folder);
    }

    private static void RemoveUnheld(string folder)
    {
        if (TryHold(folder) is { } held) Remove(folder, held);
    }

    private static FileStream? TryHold(string folder)
    {
        var file = System.IO.Path.Combine(folder, LockName);
        FileStream? held = null;
        try
        {
            held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            // Who had it before may have removed it between the opening and the lock.
            if (File.Exists(file)) return held;
        }
        catch (IOException)
        {
            // Another process has it.
        }

        held?.Dispose();
        return null;
    }

    private static void Remove(string folder, FileStream held)
    {
        foreach (var below in Directory.EnumerateDirectories(folder)) Directory.Delete(below, recursive: true);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => System.IO.Path.GetFileName(file) != LockName)) File.Delete(file);
        // Windows deletes no open file; elsewhere it is deleted while it is held, so that nobody can take it.
        if (OperatingSystem.IsWindows()) held.Dispose();
        using (held) Directory.Delete(folder, recursive: true);
    }
}
