using SecretMagic.Domain;
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
    /// <param name="write">Writes the files into an empty folder, and gives their rows and the SHA-256 of what decides them.</param>
    /// <param name="token">Stops waiting.</param>
    public async Task<Reply> Publish(
        TenantId tenant, ResultKind kind, FeatureSetName set, BatchId batch, int attempt, Stamp stamp, Func<string, (long Rows, string Hash)> write,
        CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(write);
        var client = new JournaledEntity<Client, ClientCommand, ClientEvent>(journal, EntityId.Client(tenant));
        var state = (await client.Read(token)).State;
        if (!state.TryClear(tenant, out _, out var refusal)) return refusal;
        var location = TenantFolder.OfResult(tenant, state.TenantMode, kind, set, batch, attempt);
        if ((await journal.Results(tenant, token)).Any(result => result.Location == location))
            throw new InvalidOperationException($"{location} is registered: an attempt writes once.");
        using var staged = StagedDirectory.Open(PathOf(location));
        var (rows, hash) = write(staged.Path);
        token.ThrowIfCancellationRequested();
        staged.Commit();
        // The lock of the staged directory is held until the result is registered: no sweep takes it for a leftover.
        var reply = await client.Handle(
            new ClientCommand.RegisterResult(tenant, stamp, kind, set, batch, attempt, state.TenantMode, rows, hash), token);
        if (reply is Reply.Rejected) ResultFolder.Remove(staged.FinalPath);
        return reply;
    }

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
