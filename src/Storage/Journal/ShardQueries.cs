using System.Collections.Immutable;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Journal;

/// <summary>What shards of series read and keep: events behind a version, a page at a time, and the blob to begin from. The same in both dialects.</summary>
internal sealed class ShardQueries(IDialect dialect, JournalQueries queries)
{
    private const string SaveSql = """
        INSERT INTO shard_states (entity, version, plan_hash, bytes) VALUES ($1, $2, $3, $4)
        ON CONFLICT (entity) DO UPDATE SET version = excluded.version, plan_hash = excluded.plan_hash, bytes = excluded.bytes
        WHERE excluded.version >= shard_states.version
        """;

    internal async Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        return [.. await queries.Behind(connection, entity, version, limit, token)];
    }

    internal async Task<ShardBlob?> Read(EntityId entity, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, plan_hash, bytes FROM shard_states WHERE entity = $1";
        dialect.Bind(command.Parameters, [entity.Value]);
        await using var reader = await command.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token) ? new ShardBlob(reader.GetInt64(0), reader.GetString(1), (byte[])reader.GetValue(2)) : null;
    }

    internal async Task Save(EntityId entity, ShardBlob blob, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        await using var command = connection.CreateCommand();
        command.CommandText = SaveSql;
        dialect.Bind(command.Parameters, [entity.Value, blob.Version, blob.PlanHash, blob.Bytes.ToArray()]);
        await command.ExecuteNonQueryAsync(token);
    }
}
