namespace SecretMagic.Storage.Lake;

/// <summary>The names beside a final directory that belong to one writer.</summary>
/// <param name="Parent">The directory of all of them.</param>
/// <param name="Name">The name of the final directory.</param>
/// <param name="Writer">What tells writers apart: the process and a unique number.</param>
internal sealed record StagedSiblings(string Parent, string Name, string Writer)
{
    /// <summary>Where the result will stand.</summary>
    public string Final => Path.Combine(Parent, Name);

    /// <summary>Where it is written.</summary>
    public string Staged => Sibling(".tmp");

    /// <summary>Where the directory it replaces goes.</summary>
    public string Old => Sibling(".old");

    /// <summary>The file that the writer holds.</summary>
    public string Lock => Sibling(".lock");

    /// <summary>The names for one writer. A link stays: the directory that it leads to is the final one.</summary>
    public static StagedSiblings Of(string finalPath, string writer)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(finalPath));
        var place = new DirectoryInfo(full);
        if (place.LinkTarget is not null) full = Path.TrimEndingDirectorySeparator(place.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        var parent = Path.GetDirectoryName(full) ?? throw new IOException($"{finalPath} has no directory around it.");
        return new StagedSiblings(parent, Path.GetFileName(full), writer);
    }

    /// <summary>The names of every writer that left something beside a final directory.</summary>
    public static IReadOnlyList<StagedSiblings> At(string finalPath)
    {
        var place = Of(finalPath, "");
        if (!Directory.Exists(place.Parent)) return [];
        var prefix = $".{place.Name}.";
        return
        [
            .. Directory.EnumerateFileSystemEntries(place.Parent)
                .Select(path => Path.GetFileName(path))
                .Where(name => name.StartsWith(prefix) && Path.GetExtension(name) is ".tmp" or ".old" or ".lock")
                .Select(name => Path.GetFileNameWithoutExtension(name))
                .Where(name => name.Length > prefix.Length)
                .Select(name => name[prefix.Length..])
                .Where(writer => !writer.Contains('.'))
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(writer => place with { Writer = writer }),
        ];
    }

    /// <summary>Makes or takes the lock file, which goes when it is closed.</summary>
    /// <exception cref="IOException">Another holds it, or the place cannot be written to.</exception>
    public FileStream Hold() => new(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    /// <summary>The same; null while another holds it.</summary>
    public FileStream? TryHold()
    {
        try
        {
            return Hold();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Deletes the directories beside the final one. The caller holds the lock.</summary>
    public void DeleteRests()
    {
        if (Directory.Exists(Staged)) Directory.Delete(Staged, recursive: true);
        if (Directory.Exists(Old)) Directory.Delete(Old, recursive: true);
    }

    private string Sibling(string extension) => Path.Combine(Parent, $".{Name}.{Writer}{extension}");
}
