using System.Globalization;

namespace SecretMagic.Storage.Lake;

/// <summary>
/// A directory that appears whole or not at all. Everything is written to a hidden sibling of its final place; <see cref="Commit"/> syncs it
/// and renames it there; Dispose without Commit removes it. What a killed process left is tidied when the next one opens the same place.
/// </summary>
/// <remarks>
/// Siblings are named <c>.{name}.{writer}.tmp</c> (on the way in), <c>.old</c> (on the way out) and <c>.lock</c>. The lock is held open
/// as long as the writer lives and falls with its process, so the siblings of a living writer are never touched. Between the two renames
/// of a commit there is no directory at the final place; a process that dies there is undone by <see cref="Recover"/>: the old directory
/// returns. Directories of several writers to one place do not mix: the last commit stays.
/// </remarks>
public sealed class StagedDirectory : IDisposable
{
    /// <summary>How often a commit gives way to another writer's before it gives up.</summary>
    private const int MostTurns = 100;

    private readonly StagedSiblings _siblings;
    private readonly EarlySync _early = new();
    private readonly FileStream _lock;
    private readonly IReadOnlyList<string> _madeParents;
    private bool _committed;

    private StagedDirectory(StagedSiblings siblings, FileStream held, IReadOnlyList<string> madeParents)
    {
        _siblings = siblings;
        _lock = held;
        _madeParents = madeParents;
    }

    /// <summary>Where to write. It exists and is empty when the object is opened.</summary>
    public string Path => _siblings.Staged;

    /// <summary>Where the directory will stand.</summary>
    public string FinalPath => _siblings.Final;

    /// <summary>Recovers the place, then makes the directory to write to, and its parents.</summary>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of a right.</exception>
    public static StagedDirectory Open(string finalPath)
    {
        var writer = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        var siblings = StagedSiblings.Of(finalPath, writer);
        var missing = MissingParents(siblings.Parent);
        Directory.CreateDirectory(siblings.Parent);
        Recover(finalPath);
        var held = siblings.Hold();
        try
        {
            Directory.CreateDirectory(siblings.Staged);
            return new StagedDirectory(siblings, held, missing);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Tidies a place after processes that were killed: a directory they had moved aside returns unless a new one stands there, and what
    /// they had staged goes. Of living writers nothing is touched.
    /// </summary>
    public static void Recover(string finalPath)
    {
        foreach (var siblings in StagedSiblings.At(finalPath))
        {
            using var held = siblings.TryHold();
            if (held is null) continue;
            if (Directory.Exists(siblings.Old) && !Directory.Exists(siblings.Final))
            {
                Directory.Move(siblings.Old, siblings.Final);
                DiskSync.Directory(siblings.Parent);
            }

            siblings.DeleteRests();
        }
    }

    /// <summary>Begins to sync a file that is complete, so that <see cref="Commit"/> need not wait for it. From any thread.</summary>
    /// <param name="file">Its path, below <see cref="Path"/>.</param>
    public void SyncEarly(string file) => _early.Add(file);

    /// <summary>
    /// Puts the directory in its final place, in exchange for what stood there. When this returns, it is on the disk; when it throws, the old
    /// directory stands, or returns with <see cref="Recover"/>.
    /// </summary>
    public void Commit()
    {
        if (_committed) throw new InvalidOperationException($"{FinalPath} is committed.");
        _early.Complete();
        DiskSync.Tree(Path);
        for (var turn = 1; ; turn++)
        {
            try
            {
                if (Directory.Exists(FinalPath)) MoveAside();
                Directory.Move(Path, FinalPath);
                break;
            }
            catch (IOException) when (Directory.Exists(FinalPath) && turn < MostTurns)
            {
                // Another writer put its directory there between the two renames; the last one stays, so it is this one's turn again.
            }
            catch
            {
                if (Directory.Exists(_siblings.Old) && !Directory.Exists(FinalPath)) Directory.Move(_siblings.Old, FinalPath);
                throw;
            }
        }

        _committed = true;
        DiskSync.Directory(_siblings.Parent);
    }

    /// <summary>Removes what was staged and not committed, or what a commit replaced.</summary>
    public void Dispose()
    {
        if (!_lock.CanWrite) return;
        _early.Dispose();
        using (_lock) _siblings.DeleteRests();
        if (!_committed) RemoveEmpty(_madeParents);
    }

    private void MoveAside()
    {
        if (Directory.Exists(_siblings.Old)) Directory.Delete(_siblings.Old, recursive: true);
        try
        {
            Directory.Move(FinalPath, _siblings.Old);
        }
        catch (DirectoryNotFoundException)
        {
            // Another writer moved it aside first: the place is free.
        }
    }

    /// <summary>The parents that do not exist yet, the innermost first.</summary>
    private static List<string> MissingParents(string parent)
    {
        var missing = new List<string>();
        for (var path = parent; path is not null && !Directory.Exists(path); path = System.IO.Path.GetDirectoryName(path)) missing.Add(path);
        return missing;
    }

    private static void RemoveEmpty(IReadOnlyList<string> parents)
    {
        foreach (var parent in parents)
        {
            if (!Directory.Exists(parent) || Directory.EnumerateFileSystemEntries(parent).Any()) return;
            Directory.Delete(parent);
        }
    }
}
