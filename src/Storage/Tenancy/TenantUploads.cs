using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// Files that clients uploaded, in a folder of each client's own in the lake. One appears whole and synced, in exchange for the one before of its name; who
/// reads that one goes on with it. Safe to use from many processes.
/// </summary>
/// <param name="lake">The lake.</param>
public sealed class TenantUploads(TenantLake lake)
{
    private const string Folder = "uploads";
    private const int MostTurns = 5;

    /// <summary>Takes a file. When this returns it is on the disk; when it throws, the file before stands.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="mode">Where the client's data lives.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">The bytes; memory does not grow with them.</param>
    /// <param name="token">Stops; nothing changed then.</param>
    public async Task<Upload> Put(TenantId tenant, TenantMode mode, UploadName name, Stream content, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(content);
        var place = PlaceOf(tenant, mode);
        var aside = Path.Combine(place, $".{name.Value}.{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var file = Create(place, aside))
            {
                await content.CopyToAsync(file, token);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, Path.Combine(place, name.Value), overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }

        DiskSync.Directory(place);
        return List(tenant).First(upload => upload.Name == name);
    }

    /// <summary>The uploads of a client, by name.</summary>
    public IReadOnlyList<Upload> List(TenantId tenant) =>
    [
        .. Places(tenant).Where(Directory.Exists).SelectMany(place => new DirectoryInfo(place).EnumerateFiles())
            .Where(file => UploadName.TryParse(file.Name, out _, out _) && file.Exists).DistinctBy(file => file.Name)
            .Select(file => new Upload(UploadName.Parse(file.Name), file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)))
            .OrderBy(upload => upload.Name.Value, StringComparer.Ordinal),
    ];

    /// <summary>Opens an upload to read; null when there is none.</summary>
    public FileStream? Open(TenantId tenant, UploadName name) => Try<FileStream>(
        tenant, name, path => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Gives an upload a second name, under which it stays as it is; false when there is none.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="name">Its name.</param>
    /// <param name="path">The second name, whose folder exists.</param>
    public bool Keep(TenantId tenant, UploadName name, string path) => Try(
        tenant, name, found =>
        {
            FileLink.One(found, path);
            return path;
        }) is not null;

    /// <summary>A folder on the disk of the client's uploads for second names; whoever asks removes it. What is left of the dead is swept.</summary>
    public string Aside(TenantId tenant, TenantMode mode)
    {
        var folder = Path.Combine(PlaceOf(tenant, mode), $".{Guid.NewGuid():N}.held");
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Removes an upload; false when there is none.</summary>
    public bool Remove(TenantId tenant, UploadName name)
    {
        var isRemoved = false;
        foreach (var path in Places(tenant).Select(place => Path.Combine(place, name.Value)).Where(File.Exists))
        {
            File.Delete(path);
            isRemoved = true;
        }

        return isRemoved;
    }

    /// <summary>Brings uploads to where the client's data lives now; one that was uploaded there stays.</summary>
    internal void Gather(TenantId tenant, TenantMode mode)
    {
        var to = PlaceOf(tenant, mode);
        foreach (var place in Places(tenant).Where(place => place != to && Directory.Exists(place)))
        {
            foreach (var file in Directory.EnumerateFiles(place).Where(file => UploadName.TryParse(Path.GetFileName(file), out _, out _)).ToArray())
            {
                Directory.CreateDirectory(to);
                var name = Path.Combine(to, Path.GetFileName(file));
                if (File.Exists(name)) File.Delete(file);
                else File.Move(file, name);
            }

            if (Directory.Exists(to)) DiskSync.Directory(to);
        }
    }

    /// <summary>Removes what processes that were killed left in the folder of uploads below a client's folder.</summary>
    internal static void Sweep(string place, DateTimeOffset before)
    {
        var folder = Path.Combine(place, Folder);
        if (!Directory.Exists(folder)) return;
        foreach (var left in new DirectoryInfo(folder).EnumerateFileSystemInfos(".*").Where(left => left.LastWriteTimeUtc <= before.UtcDateTime).ToArray())
        {
            if (left is DirectoryInfo held) held.Delete(recursive: true);
            else left.Delete();
        }
    }

    /// <summary>Between two looks a move may have taken it elsewhere.</summary>
    private T? Try<T>(TenantId tenant, UploadName name, Func<string, T> use) where T : class
    {
        for (var turn = 0; turn < MostTurns; turn++)
        {
            foreach (var path in Places(tenant).Select(place => Path.Combine(place, name.Value)).Where(File.Exists))
            {
                try
                {
                    return use(path);
                }
                catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && !File.Exists(path))
                {
                    // It went between the two.
                }
            }
        }

        return null;
    }

    private static FileStream Create(string place, string path)
    {
        for (var turn = 1; ; turn++)
        {
            Directory.CreateDirectory(place);
            try
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            }
            catch (DirectoryNotFoundException) when (turn < MostTurns)
            {
                // A sweep found the folder empty.
            }
        }
    }

    private IEnumerable<string> Places(TenantId tenant) => Enum.GetValues<TenantMode>().Select(mode => PlaceOf(tenant, mode));

    private string PlaceOf(TenantId tenant, TenantMode mode) => Path.Combine(lake.PathOf(TenantFolder.Of(tenant, mode)), Folder);
}
