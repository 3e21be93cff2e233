using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Runtime;

/// <summary>Queues batches for workers.</summary>
/// <param name="store">The metadata.</param>
public sealed class BatchIntake(MetadataStore store)
{
    /// <summary>Queues a batch.</summary>
    /// <param name="tenant">Whose data.</param>
    /// <param name="batch">Its id.</param>
    /// <param name="work">What is done.</param>
    /// <param name="given">What is computed; null for the client's source.</param>
    /// <param name="attempts">How often it may be started, 1 to 100.</param>
    /// <param name="stamp">The command.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    /// <returns>
    /// Rejected also with <c>no-source</c>, when nothing says what is computed, and with <c>client-queue-full</c>, when as many batches of the client wait as
    /// may.
    /// </returns>
    public async Task<Reply> Enqueue(
        TenantId tenant, BatchId batch, WorkKind work, WorkOrder? given, int attempts, Stamp stamp, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        // What was queued before under this command is so also when the client is not clear any more.
        var known = await store.Gateway.Ask(new WasDone(EntityId.Batch(batch), stamp.Command), token);
        if (known.Version is { } version) return new Reply.Duplicate(version);
        var client = await store.Read<Client>(EntityId.Client(tenant), token);
        if (!client.TryClear(tenant, work, out var clearance, out var refusal)) return refusal;
        if ((given ?? client.SourceOf(work)) is not { } order)
            return new Reply.Rejected("no-source", $"Client {tenant} has no source of {Word.Of(work)}: say what is computed by options, or store a source.");

        // Counted before it is queued: of two that queue at the same instant both may be let in.
        var limit = store.Settings.WorkQueueLimit;
        if (await store.Journal.Claims.Waiting(tenant, limit, token) >= limit)
        {
            return new Reply.Rejected(
                "client-queue-full", $"{limit} batches of client {tenant} wait already, which is the most (work.queue_limit): queue it when some are done.");
        }

        return await store.Send(new BatchCommand.Enqueue(batch, stamp, clearance, order, attempts) { Trace = Activity.Current?.Id }, token);
    }
}
