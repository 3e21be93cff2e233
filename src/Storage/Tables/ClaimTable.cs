using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Storage.Tables;

/// <summary>
/// work_claims: a row a batch that is queued or running, which workers claim. The row comes and goes in the transaction of the batch's events; who has it,
/// and until when, is no event: the rows are not replayed.
/// </summary>
internal static class ClaimTable
{
    /// <summary>Claims between two events of a batch are fewer than this, so no fence of a batch comes twice, whatever becomes of its row.</summary>
    private const long FencesAnEvent = 1_000_000;

    internal static IEnumerable<TableChange> Of(Recorded recorded) => recorded.Event switch
    {
        BatchEvent.Queued now =>
        [
            new("INSERT INTO work_turns (client_id, served) VALUES ($1, 0) ON CONFLICT (client_id) DO NOTHING", ClientId.Of(now.Client).Value),
            Waiting(recorded),
        ],
        BatchEvent.Retried => [Waiting(recorded)],
        BatchEvent.GivenBack =>
            [new("UPDATE work_claims SET claimed_by = NULL, lease_until = NULL, fence = fence + 1 WHERE batch_id = $1", recorded.Entity.Key)],
        // A batch that is tried again stays with its worker, who frees it when the pause is over; one that dies meanwhile is found by its lease.
        BatchEvent.Requeued => [],
        BatchEvent.Completed or BatchEvent.Failed or BatchEvent.Cancelled => [new("DELETE FROM work_claims WHERE batch_id = $1", recorded.Entity.Key)],
        ClientEvent.ResultRegistered now => [Fence(now)],
        _ => [],
    };

    private static TableChange Waiting(Recorded recorded) =>
        new(
            "INSERT INTO work_claims (batch_id, client_id, work, queued_at, fence) SELECT id, client_id, work, queued_at, $2 FROM batches WHERE id = $1",
            recorded.Entity.Key, recorded.Version * FencesAnEvent);

    /// <summary>
    /// The result of an attempt that does not run any more is refused, in the transaction that would register it: no attempt is -1. The row of the batch is
    /// written in either case, so that another attempt starts behind the registration or before it, never beside. Runs outside the queue have no row.
    /// </summary>
    private static TableChange Fence(ClientEvent.ResultRegistered now) =>
        new(
            "UPDATE batches SET attempt = CASE WHEN status = 'running' AND attempt = $2 THEN attempt ELSE -1 END WHERE id = $1",
            now.Batch.Value, now.Attempt);
}
