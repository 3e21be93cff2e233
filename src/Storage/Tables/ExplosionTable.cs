using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Explosions;
using static SecretMagic.Domain.Explosions.ExplosionEvent;

namespace SecretMagic.Storage.Tables;

/// <summary>bom_explosion_status: a row a client.</summary>
internal static class ExplosionTable
{
    internal static IEnumerable<TableChange> Of(TenantId tenant, ExplosionEvent happened, Stamp stamp)
    {
        var client = ClientId.Of(tenant).Value;
        return happened switch
        {
            Started now =>
            [
                new(
                    """
                    INSERT INTO bom_explosion_status (client_id, records_processed, status, batch_id, updated_at) VALUES ($1, 0, 'running', $2, $3)
                    ON CONFLICT (client_id) DO UPDATE SET status = 'running', error_message = NULL, batch_id = excluded.batch_id,
                        updated_at = excluded.updated_at
                    """,
                    client, now.Batch.Value, stamp.When),
            ],
            Completed now =>
            [
                new("UPDATE bom_explosion_status SET status = 'done', last_processed_at = $2, records_processed = $3, updated_at = $2 WHERE client_id = $1",
                    client, stamp.When, now.Records),
            ],
            Failed now =>
            [
                new("UPDATE bom_explosion_status SET status = 'failed', error_message = $2, updated_at = $3 WHERE client_id = $1",
                    client, now.Error, stamp.When),
            ],
            _ => throw new UnreachableException($"No table knows the event {happened.GetType()}."),
        };
    }
}
