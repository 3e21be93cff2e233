using SecretMagic.Domain;
using SecretMagic.Domain.Tenancy;
using static SecretMagic.Domain.Clients.ClientEvent;

namespace SecretMagic.Storage.Tables;

/// <summary>lake_results: of each client, kind and set the result that readers get, and the one before it.</summary>
internal static class LakeResultTable
{
    internal static IEnumerable<TableChange> Registered(Guid client, ResultRegistered now, Stamp stamp) =>
    [
        // The same attempt may be registered twice, by two commands; it stays the current one.
        new("DELETE FROM lake_results WHERE client_id = $1 AND kind = $2 AND set_name = $3 AND (NOT is_current OR location = $4)",
            client, Word.Of(now.Kind), now.Set.Value, now.Location),
        new("UPDATE lake_results SET is_current = false WHERE client_id = $1 AND kind = $2 AND set_name = $3", client, Word.Of(now.Kind), now.Set.Value),
        new(
            """
            INSERT INTO lake_results (location, client_id, kind, set_name, batch_id, attempt, rows, hash, is_current, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, true, $9)
            """,
            now.Location, client, Word.Of(now.Kind), now.Set.Value, now.Batch.Value, now.Attempt, now.Rows, now.Hash, stamp.When),
    ];

    internal static TableChange Moved(Guid client, TenantId tenant, TenantMoved now)
    {
        var was = TenantFolder.Of(tenant, now.Was);
        return new(
            "UPDATE lake_results SET location = $2 || substr(location, $3) WHERE client_id = $1",
            client, TenantFolder.Of(tenant, now.TenantMode), was.Length + 1);
    }
}
