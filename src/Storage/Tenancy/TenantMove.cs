using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Lake;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// Moves a client's results and tables from one tenant mode to another. Whatever happens on the way, each reader gets the old place or the new one, whole, and
/// never both. A move that was interrupted is finished by running it again; running it again when it is finished changes nothing.
/// </summary>
/// <remarks>
/// Results and tables are each switched in one transaction: tables first, then results with the client's mode. New results are rejected in between
/// (<c>tenant-moving</c>); tables may be published, and land where the client's tables are at that moment. Old results are removed behind the switch.
/// </remarks>
/// <param name="journal">Holds the client and the register.</param>
/// <param name="lake">The client's results.</param>
/// <param name="tables">The client's tables; null when the installation has none.</param>
/// <param name="time">When commands are sent.</param>
public sealed class TenantMove(IJournal journal, TenantLake lake, ITenantTables? tables, TimeProvider time)
{
    /// <summary>
    /// Moves a client. Accepted: everything is read at the new place. Rejected: nothing changed. Busy: another process moves or sweeps this client. When it
    /// throws, the move stands where it is: run it again.
    /// </summary>
    /// <param name="tenant">Who.</param>
    /// <param name="to">Where to; the mode that the client has turns a move that began back.</param>
    /// <param name="who">The person or program that wants it.</param>
    /// <param name="progress">Told each step when it is done.</param>
    /// <param name="token">Stops between two steps.</param>
    /// <exception cref="FormatException">Nobody is named.</exception>
    public async Task<Reply> Run(TenantId tenant, TenantMode to, string who, IProgress<MoveStep> progress, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(progress);
        using var held = TenantLock.TryHold(lake.Root, tenant);
        if (held is null) return new Reply.Busy();
        var client = new JournaledEntity<Client, ClientCommand, ClientEvent>(journal, EntityId.Client(tenant));
        var reply = await client.Handle(new ClientCommand.MoveTenant(tenant, Stamp(who), to), token);
        if (reply is not Reply.Accepted) return reply;
        var state = (await client.Read(token)).State;
        if (state.MovingTo is not null)
        {
            progress.Report(MoveStep.Begun);
            if (to != state.TenantMode) await Place(tenant, state.TenantMode, to, progress, token);
        }

        if (tables is not null) await tables.Move(tenant, to, token);
        progress.Report(MoveStep.TablesMoved);
        if (state.MovingTo is not null)
        {
            reply = await client.Handle(new ClientCommand.FinishMove(tenant, Stamp(who), to), token);
            if (reply is not Reply.Accepted) return reply;
            progress.Report(MoveStep.Finished);
        }

        new TenantUploads(lake).Gather(tenant, to);
        var sweep = new LakeSweep(journal, lake, time);
        foreach (var other in Enum.GetValues<TenantMode>())
            if (other != to) await sweep.Folders(tenant, other, DateTimeOffset.MaxValue, token);
        progress.Report(MoveStep.OldRemoved);
        return reply;
    }

    /// <summary>Puts every registered result to its new place, too; nobody reads it there yet.</summary>
    private async Task Place(TenantId tenant, TenantMode from, TenantMode to, IProgress<MoveStep> progress, CancellationToken token)
    {
        var (was, now) = (TenantFolder.Of(tenant, from), TenantFolder.Of(tenant, to));
        foreach (var result in await journal.Results(tenant, token))
        {
            token.ThrowIfCancellationRequested();
            using var staged = StagedDirectory.Open(lake.PathOf(now + result.Location[was.Length..]));
            FileLink.Tree(lake.PathOf(result.Location), staged.Path);
            staged.Commit();
            progress.Report(MoveStep.ResultPlaced);
        }
    }

    private Stamp Stamp(string who) => Domain.Stamp.Create(CommandId.Parse($"move-{Guid.NewGuid():N}"), who, time.GetUtcNow());
}
