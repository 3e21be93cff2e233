using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Lake;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// The results of clients in the lake. A result is registered when it stands whole and synced, and is never written again; readers get what is registered,
/// wherever it is moved. Safe to use from many processes.
/// </summary>
/// <param name="journal">Holds the register.</param>
/// <param name="root">The root of the lake.</param>
public sealed class TenantLake(IJournal journal, string root)
{
    /// <summary>The root of the lake.</summary>
    public string Root => root;

    /// <summary>Where a folder of the register stands.</summary>
    public string PathOf(string location) => Path.Combine(root, location.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>A folder of the lake as the register names it: below the root, with slashes.</summary>
    public string LocationOf(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The result that readers get; null when there is none.</summary>
    public async Task<LakeResult?> Current(TenantId tenant, ResultKind kind, FeatureSetName set, CancellationToken token) =>
        (await journal.Results(tenant, token)).FirstOrDefault(result => result.IsCurrent && result.Kind == kind && result.Set == set);

    /// <summary>
    /// Writes and registers a result. Accepted: readers get it from now on. Rejected: nothing of it is left; <c>tenant-moving</c> and
    /// <c>tenant-mode-changed</c> mean that the client's data moved, and the same may be tried again. When it throws, the outcome is unknown; what is left
    /// unregistered is swept.
    /// </summary>
    /// <param name="tenant">Whose result.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="set">The set of columns.</param>
    /// <param name="batch">The batch that makes it.</param>
    /// <param name="attempt">The attempt, from 1; an attempt writes once.</param>
    /// <param name="stamp">The command that registers it.</param>
    /// <param name="order">What it is made from; null where nobody asks.</param>
    /// <param name="write">Writes the files into an empty folder, and gives their rows and the SHA-256 of what decides them.</param>
    /// <param name="token">Stops waiting.</param>
    public Task<Reply> Publish(
        TenantId tenant, ResultKind kind, FeatureSetName set, BatchId batch, int attempt, Stamp stamp, WorkOrder? order,
        Func<string, (long Rows, string Hash)> write, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(write);
        return PublishTogether(tenant, [kind], set, batch, attempt, stamp, order, folders => [write(folders[0])], token);
    }

    /// <summary>The same for several results of one run: readers get all of them, or those from before.</summary>
    /// <param name="tenant">Whose results.</param>
    /// <param name="kinds">What each holds, no two the same.</param>
    /// <param name="set">The set of columns.</param>
    /// <param name="batch">The batch that makes them.</param>
    /// <param name="attempt">The attempt, from 1; an attempt writes once.</param>
    /// <param name="stamp">The command that registers them.</param>
    /// <param name="order">What they are made from; null where nobody asks.</param>
    /// <param name="write">Writes the files into empty folders, one a kind, and gives the rows of each and the SHA-256 of what decides it.</param>
    /// <param name="token">Stops waiting.</param>
    public async Task<Reply> PublishTogether(
        TenantId tenant, ImmutableArray<ResultKind> kinds, FeatureSetName set, BatchId batch, int attempt, Stamp stamp, WorkOrder? order,
        Func<ImmutableArray<string>, ImmutableArray<(long Rows, string Hash)>> write, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(write);
        var client = new JournaledEntity<Client, ClientCommand, ClientEvent>(journal, EntityId.Client(tenant));
        var state = (await client.Read(token)).State;
        if (!state.TryClear(tenant, out _, out var refusal)) return refusal;
        string[] locations = [.. kinds.Select(kind => TenantFolder.OfResult(tenant, state.TenantMode, kind, set, batch, attempt))];
        if ((await journal.Results(tenant, token)).FirstOrDefault(result => locations.Contains(result.Location)) is { } known)
            throw new InvalidOperationException($"{known.Location} is registered: an attempt writes once.");
        var staged = new List<StagedDirectory>();
        try
        {
            foreach (var location in locations) staged.Add(StagedDirectory.Open(PathOf(location)));
            var written = write([.. staged.Select(folder => folder.Path)]);
            token.ThrowIfCancellationRequested();
            foreach (var folder in staged) folder.Commit();
            // The locks of the staged directories are held until the results are registered: no sweep takes them for leftovers.
            var reply = await client.Handle(
                new ClientCommand.RegisterResults(
                    tenant, stamp,
                    [.. kinds.Select((kind, at) => new ClientCommand.RegisterResult(
                        tenant, stamp, kind, set, batch, attempt, state.TenantMode, written[at].Rows, written[at].Hash) { Order = order })]),
                token);
            if (reply is Reply.Rejected)
                foreach (var folder in staged) ResultFolder.Remove(folder.FinalPath);
            return reply;
        }
        finally
        {
            foreach (var folder in staged) folder.Dispose();
        }
    }

    /// <summary>Takes the right to do some work of which a client has one at a time on this lake; it falls with the process. Null while another
    /// has it.</summary>
    public IDisposable? TryHold(TenantId tenant, string work) => TenantLock.TryHold(root, tenant, work);

    /// <summary>
    /// Reads the current result; null when there is none. When it moved away meanwhile, what was read is dropped and it is read again, so the answer is always
    /// of one whole result.
    /// </summary>
    /// <param name="tenant">Whose result.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="set">The set of columns.</param>
    /// <param name="read">Reads the files of a folder; null says that they hold nothing of use.</param>
    /// <param name="token">Stops waiting.</param>
    public async Task<T?> Read<T>(TenantId tenant, ResultKind kind, FeatureSetName set, Func<string, T?> read, CancellationToken token)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        while (await Current(tenant, kind, set, token) is { } result)
        {
            T? answer = null;
            Exception? failure = null;
            try
            {
                answer = read(PathOf(result.Location));
            }
#pragma warning disable CA1031 // a reader may fail in any way when its files move away; whatever it is, it is thrown when they did not
            catch (Exception problem) when (problem is not OperationCanceledException)
#pragma warning restore CA1031 // only the catch above is broad
            {
                failure = problem;
            }

            if (!(await journal.Results(tenant, token)).Any(still => still.Location == result.Location)) continue;
            if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            return answer;
        }

        return null;
    }
}
