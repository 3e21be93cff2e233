using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>A batch that a request asks for. Clients may use the same Idempotency-Key: each has a batch of its own by it.</summary>
/// <param name="call">The request.</param>
/// <param name="client">Whose data.</param>
/// <param name="work">What is done.</param>
internal sealed class BatchWish(Call call, TenantId client, WorkKind work)
{
    /// <summary>The batch that the Idempotency-Key names.</summary>
    internal BatchId Own => BatchId.Parse(DerivedId.Of(Word.Of(work), $"{client}/{call.Stamp.Command}", 16));

    /// <summary>Queues it.</summary>
    /// <param name="batch">Its id.</param>
    /// <param name="order">What is computed; null for the client's source.</param>
    /// <param name="attempts">How often it may be started.</param>
    /// <returns>Rejected also when a batch of another client has the id, as of one of its own.</returns>
    internal async Task<Reply> Queue(BatchId batch, WorkOrder? order, int attempts)
    {
        var reply = await new BatchIntake(call.Store).Enqueue(client, batch, work, order, attempts, call.Stamp, call.Token);
        // Under the same key another client may have queued a batch of this id.
        return reply is Reply.Duplicate && await call.Store.Read<Batch>(EntityId.Batch(batch), call.Token) is { } there && there.Client != client
            ? new Reply.Rejected("batch-exists", $"There is a batch {batch} already: choose another id.")
            : reply;
    }
}
