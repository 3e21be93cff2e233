using System.Buffers.Binary;
using Npgsql;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Tenancy;

/// <summary>A transaction on the tables of clients. What is not committed never was.</summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private PostgresSession(NpgsqlConnection connection, NpgsqlTransaction transaction) => (Connection, _transaction) = (connection, transaction);

    internal NpgsqlConnection Connection { get; }

    internal static async Task<PostgresSession> Begin(NpgsqlDataSource source, CancellationToken token)
    {
        var connection = await source.OpenConnectionAsync(token);
        return new PostgresSession(connection, await connection.BeginTransactionAsync(token));
    }

    /// <summary>Readers of a client wait for whoever rearranges its tables, and the other way round, until the transaction ends.</summary>
    internal Task Lock(TenantId tenant, bool isReader, CancellationToken token) => Lock($"tenant:{tenant.Value}", isReader, token);

    /// <summary>One at a time makes or leaves a common table.</summary>
    internal Task LockShared(CancellationToken token) => Lock("shared", isReader: false, token);

    internal async Task<int> Execute(string sql, CancellationToken token, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(token);
    }

    internal async Task<object?> Scalar(string sql, CancellationToken token, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(token);
    }

    internal NpgsqlCommand Command(string sql, params object[] values)
    {
        // Waiting for a lock, and an index of many rows, take as long as they take.
        var command = new NpgsqlCommand(sql, Connection, _transaction) { CommandTimeout = 0 };
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    internal Task Commit(CancellationToken token) => _transaction.CommitAsync(token);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private Task<int> Lock(string what, bool isReader, CancellationToken token)
    {
        Span<byte> name = stackalloc byte[16];
        DerivedUuid.Of($"lock:{what}").TryWriteBytes(name);
        return Execute($"SELECT pg_advisory_xact_lock{(isReader ? "_shared" : "")}($1)", token, BinaryPrimitives.ReadInt64LittleEndian(name));
    }
}
