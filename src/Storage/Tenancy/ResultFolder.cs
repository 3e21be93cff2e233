using SecretMagic.Storage.Lake;

namespace SecretMagic.Storage.Tenancy;

/// <summary>The folder of a result: whole, or not there, also for who looks at it while it goes.</summary>
internal static class ResultFolder
{
    private const string Gone = ".gone";

    /// <summary>Takes a folder away in one step, then deletes its files.</summary>
    public static void Remove(string path)
    {
        var (parent, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        var gone = Path.Combine(parent, $".{name}.{Guid.NewGuid():N}{Gone}");
        Directory.Move(path, gone);
        DiskSync.Directory(parent);
        Directory.Delete(gone, recursive: true);
    }

    /// <summary>Deletes what processes that were killed left in a folder of results, while they removed or wrote one.</summary>
    public static void Tidy(string parent)
    {
        foreach (var hidden in Directory.EnumerateFileSystemEntries(parent, ".*").Select(path => Path.GetFileName(path)).ToArray())
        {
            if (hidden.EndsWith(Gone, StringComparison.Ordinal)) Directory.Delete(Path.Combine(parent, hidden), recursive: true);
            else if (FinalOf(hidden) is { } name) StagedDirectory.Recover(Path.Combine(parent, name));
        }
    }

    /// <summary>True while a process that lives writes the folder, or has written and not yet registered it.</summary>
    public static bool IsBeingWritten(string path)
    {
        foreach (var siblings in StagedSiblings.At(path))
        {
            using var held = siblings.TryHold();
            if (held is null) return true;
        }

        return false;
    }

    /// <summary>The folder that a hidden sibling belongs to: <c>.{name}.{writer}.tmp</c>.</summary>
    private static string? FinalOf(string hidden)
    {
        var stem = Path.GetFileNameWithoutExtension(hidden);
        var dot = stem.LastIndexOf('.');
        return dot > 1 ? stem[1..dot] : null;
    }
}
