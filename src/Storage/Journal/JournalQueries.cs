using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Storage.Tables;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Storage.Journal;

/// <summary>What is read, and what is written beside the events: the same in both dialects.</summary>
internal sealed class JournalQueries(IDialect dialect) : IDisposable
{
    /// <summary>Many entities are loaded when a process starts: more connections than these make a store slower, not faster.</summary>
    private const int MaxConnections = 16;

    private readonly SemaphoreSlim _connections = new(MaxConnections);

    private const string LoadSql = """
        SELECT 0 AS part, version, manifest, payload, NULL AS command_id, NULL AS who, NULL AS at FROM snapshots WHERE entity = $1 AND $2
        UNION ALL
        SELECT 1, e.version, e.manifest, e.payload, e.command_id, e.who, e.at
        FROM events e WHERE e.entity = $1 AND e.version > COALESCE((SELECT version FROM snapshots WHERE entity = $1 AND $2), 0)
        UNION ALL
        SELECT 2, e.version, NULL, NULL, e.command_id, NULL, NULL
        FROM events e WHERE e.entity = $1 AND e.version <= (SELECT version FROM snapshots WHERE entity = $1 AND $2)
            AND e.version > (SELECT version FROM journal_heads WHERE entity = $1) - $3
        ORDER BY 1, 2
        """;

    private const string SinceSql =
        "SELECT version, manifest, payload, command_id, who, at FROM events WHERE entity = $1 AND version > $2 ORDER BY version LIMIT $3";

    private const string PageSql = """
        SELECT entity, version, manifest, payload, command_id, who, at FROM events
        WHERE (entity, version) > ($1, $2) ORDER BY entity, version LIMIT $3
        """;

    public void Dispose() => _connections.Dispose();

    internal Task<EntityHistory> Load(EntityId entity, bool fromSnapshot, CancellationToken token) =>
        InTurn(() => Found(entity, fromSnapshot, token), token);

    internal Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token) =>
        InTurn(() => Behind(entity, version, limit, token), token);

    private async Task<T> InTurn<T>(Func<Task<T>> ask, CancellationToken token)
    {
        await _connections.WaitAsync(token);
        try
        {
            return await ask();
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<ImmutableArray<Recorded>> Behind(EntityId entity, long version, int limit, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        await using var command = connection.CreateCommand();
        command.CommandText = SinceSql;
        dialect.Bind(command.Parameters, [entity.Value, version, limit]);
        await using var reader = await command.ExecuteReaderAsync(token);
        var events = ImmutableArray.CreateBuilder<Recorded>();
        while (await reader.ReadAsync(token)) events.Add(Recorded(entity, reader, 0));
        return events.ToImmutable();
    }

    private async Task<EntityHistory> Found(EntityId entity, bool fromSnapshot, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        await using var command = connection.CreateCommand();
        command.CommandText = LoadSql;
        dialect.Bind(command.Parameters, [entity.Value, fromSnapshot, CommandMemory.Depth]);
        await using var reader = await command.ExecuteReaderAsync(token);
        Snapshot? snapshot = null;
        var commands = ImmutableArray.CreateBuilder<(CommandId, long)>();
        var events = ImmutableArray.CreateBuilder<Recorded>();
        while (await reader.ReadAsync(token))
        {
            if (reader.GetInt32(0) == 0) snapshot = new Snapshot(reader.GetInt64(1), reader.GetString(2), reader.GetString(3));
            else if (reader.GetInt32(0) == 1) events.Add(Recorded(entity, reader, 1));
            else commands.Add((CommandId.Parse(reader.GetString(4)), reader.GetInt64(1)));
        }

        return new EntityHistory(snapshot, commands.ToImmutable(), events.ToImmutable());
    }

    internal async Task Log(IReadOnlyList<LogRow> rows, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        foreach (var row in rows)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO logs (timestamp, level, message, error, context) VALUES ($1, $2, $3, $4, $5)";
            dialect.Bind(command.Parameters, [row.Timestamp.ToUniversalTime(), row.Level, row.Message, row.Error, new JsonText(row.Context)]);
            await command.ExecuteNonQueryAsync(token);
        }

        await transaction.CommitAsync(token);
    }

    internal async Task<int> Forget(DateTimeOffset before, int limit, CancellationToken token)
    {
        await using var connection = await dialect.Open(token);
        // Looking takes no lock: where nothing is old, nobody waits for a writer.
        if (await Execute(connection, "SELECT 1 FROM logs WHERE timestamp < $1 LIMIT 1", [before.ToUniversalTime()], token) is null) return 0;
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM logs WHERE id IN (SELECT id FROM logs WHERE timestamp < $1 ORDER BY timestamp LIMIT $2)";
        dialect.Bind(command.Parameters, [before.ToUniversalTime(), limit]);
        return await command.ExecuteNonQueryAsync(token);
    }

    /// <summary>The events behind a place, ordered by entity and version, at most so many.</summary>
    internal async Task<List<Recorded>> Page(
        DbConnection connection, DbTransaction transaction, (string Entity, long Version) after, int limit, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = PageSql;
        dialect.Bind(command.Parameters, [after.Entity, after.Version, limit]);
        await using var reader = await command.ExecuteReaderAsync(token);
        var page = new List<Recorded>(limit);
        while (await reader.ReadAsync(token)) page.Add(Recorded(EntityId.Parse(reader.GetString(0)), reader, 1));
        return page;
    }

    private async Task<object?> Execute(DbConnection connection, string sql, object?[] values, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        dialect.Bind(command.Parameters, values);
        return await command.ExecuteScalarAsync(token);
    }

    private static Recorded Recorded(EntityId entity, DbDataReader reader, int at) => new(
        entity, reader.GetInt64(at),
        Stamp.Create(CommandId.Parse(reader.GetString(at + 3)), reader.GetString(at + 4), MomentOf(reader.GetValue(at + 5))),
        ProtocolJson.ReadEvent(reader.GetString(at + 1), reader.GetString(at + 2)));

    private static DateTimeOffset MomentOf(object value) => value is DateTime moment
        ? new DateTimeOffset(moment, TimeSpan.Zero)
        : DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
