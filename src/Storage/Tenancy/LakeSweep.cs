using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// Removes what no register knows from a client's folders: results of processes that were killed, results that newer ones replaced, and what a move that was
/// interrupted left behind, and blocks that nobody goes on with. What is registered, and what a living process writes, is never touched.
/// </summary>
/// <param name="journal">Holds the register.</param>
/// <param name="lake">The lake.</param>
/// <param name="time">Tells how old a leftover is.</param>
public sealed class LakeSweep(IJournal journal, TenantLake lake, TimeProvider time)
{
    /// <summary>Sweeps the folders of a client, and says how many results were removed; null when it is being moved or not registered.</summary>
    /// <param name="tenant">Whose folders.</param>
    /// <param name="grace">
    /// Only what was last changed before this time is removed. The lock of a writer is seen on its own machine; where several machines share the lake, the
    /// grace is what keeps a result between its last rename and its registration: give an hour.
    /// </param>
    /// <param name="token">Stops between two results.</param>
    public async Task<int?> Run(TenantId tenant, TimeSpan grace, CancellationToken token)
    {
        using var held = TenantLock.TryHold(lake.Root, tenant);
        if (held is null) return null;
        var client = await new JournaledEntity<Client, ClientCommand, ClientEvent>(journal, EntityId.Client(tenant)).Read(token);
        // Who is not registered has no register: a lake beside an empty journal is not swept empty.
        if (client.State is { Name: null } or { MovingTo: not null }) return null;
        var removed = 0;
        foreach (var mode in Enum.GetValues<TenantMode>()) removed += await Folders(tenant, mode, time.GetUtcNow() - grace, token);
        return removed;
    }

    /// <summary>Sweeps the folders of one mode. The caller holds the client's lock, and it does not move to this mode.</summary>
    internal async Task<int> Folders(TenantId tenant, TenantMode mode, DateTimeOffset before, CancellationToken token)
    {
        var place = lake.PathOf(TenantFolder.Of(tenant, mode));
        TenantUploads.Sweep(place, before);
        var removed = 0;
        foreach (var set in Below(place).SelectMany(Below))
        {
            ResultFolder.Tidy(set);
            WorkDirectory.Sweep(set, before);
            foreach (var result in Below(set))
            {
                if (Directory.GetLastWriteTimeUtc(result) > before.UtcDateTime || ResultFolder.IsBeingWritten(result)) continue;
                // Asked behind the look for writers: one that was there before has registered its result, or is dead.
                var location = lake.LocationOf(result);
                if ((await journal.Results(tenant, token)).Any(known => known.Location == location)) continue;
                ResultFolder.Remove(result);
                removed++;
            }
        }

        // Never below the folder of a set: a result may have no files, and is a result.
        foreach (var folder in Below(place).SelectMany(Below).Concat(Below(place)).Append(place)) RemoveEmpty(folder);
        return removed;
    }

    private static string[] Below(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path).Where(folder => Path.GetFileName(folder)[0] != '.')] : [];

    private static void RemoveEmpty(string path)
    {
        if (!Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).Any()) return;
        try
        {
            Directory.Delete(path);
        }
        catch (IOException)
        {
            // A writer began to use it: it is not empty any more.
        }
    }
}
