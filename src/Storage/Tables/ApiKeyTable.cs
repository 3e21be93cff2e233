using System.Diagnostics;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using static SecretMagic.Domain.ApiKeys.ApiKeyEvent;

namespace SecretMagic.Storage.Tables;

/// <summary>api_keys: a row a key.</summary>
internal static class ApiKeyTable
{
    internal static IEnumerable<TableChange> Of(string key, ApiKeyEvent happened, Stamp stamp) => happened switch
    {
        Issued now =>
        [
            new(
                """
                INSERT INTO api_keys (id, name, role, all_clients, clients, secret_hash, expires_at, issued_at, issued_by, updated_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)
                """,
                key, now.Name, Word.Of(now.Role), now.Scope.IsForAll, Json(now.Scope), now.SecretHash, now.ExpiresAt, stamp.When, stamp.Who),
        ],
        Revoked => [new("UPDATE api_keys SET revoked_at = $2, updated_at = $2 WHERE id = $1", key, stamp.When)],
        ExpirySet now => [new("UPDATE api_keys SET expires_at = $2, updated_at = $3 WHERE id = $1", key, now.ExpiresAt, stamp.When)],
        Unchanged => [],
        _ => throw new UnreachableException($"No table knows the event {happened.GetType()}."),
    };

    private static JsonText Json(KeyScope scope) => new(JsonSerializer.Serialize(scope.Clients.Select(client => client.Value)));
}
