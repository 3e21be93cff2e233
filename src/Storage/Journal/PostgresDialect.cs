using System.Data;
using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Journal;

/// <summary>PostgreSQL 15 and newer.</summary>
internal sealed class PostgresDialect(NpgsqlDataSource source, string settings) : IDialect
{
    /// <summary>"secretma" in ASCII: no other program takes this lock by accident.</summary>
    private const long MigrationLock = 0x7365_6372_6574_6D61;

    public async Task<DbConnection> Open(CancellationToken token) => await source.OpenConnectionAsync(token);

    public async Task<DbConnection> OpenApart(CancellationToken token)
    {
        // What runs on it takes as long as the journal is large.
        var apart = new NpgsqlConnectionStringBuilder(settings) { Pooling = false, MaxAutoPrepare = 0, CommandTimeout = 0 };
        var connection = new NpgsqlConnection(apart.ConnectionString);
        await connection.OpenAsync(token);
        return connection;
    }

    public async Task<DbTransaction> BeginMigration(DbConnection connection, CancellationToken token)
    {
        var transaction = await connection.BeginTransactionAsync(token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT pg_advisory_xact_lock($1)";
        // A long migration of another process is waited for.
        command.CommandTimeout = 0;
        Bind(command.Parameters, [MigrationLock]);
        await command.ExecuteNonQueryAsync(token);
        return transaction;
    }

    public async Task<DbTransaction> BeginReading(DbConnection connection, CancellationToken token)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
        await using var command = connection.CreateCommand();
        // It holds up nobody, and thinks for long between two statements.
        command.CommandText = "SET LOCAL idle_in_transaction_session_timeout = 0";
        await command.ExecuteNonQueryAsync(token);
        return transaction;
    }

    public void Bind(DbParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values) parameters.Add(Parameter(value));
    }

    public async Task MakeTemporary(DbConnection connection, DbTransaction transaction, string table, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE TEMPORARY TABLE {table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP";
        await command.ExecuteNonQueryAsync(token);
    }

    public async Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken token) => await connection.BeginTransactionAsync(token);

    public string Ahead(string seconds) => $"statement_timestamp() + {seconds} * interval '1 second'";

    public string LockFree(string table) => $"FOR UPDATE OF {table} SKIP LOCKED";

    public (string Real, string Temporary) Names(string table) => ($"public.{table}", $"pg_temp.{table}");

    public string JsonText(string column, string key) => $"{column} ->> '{key}'";

    internal static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        string text => new NpgsqlParameter { Value = text, NpgsqlDbType = NpgsqlDbType.Text },
        WrittenJson json => new NpgsqlParameter { Value = json.Text, NpgsqlDbType = NpgsqlDbType.Json },
        JsonText json => new NpgsqlParameter { Value = json.Text, NpgsqlDbType = NpgsqlDbType.Jsonb },
        DateTimeOffset moment => new NpgsqlParameter { Value = moment, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        _ => new NpgsqlParameter { Value = value },
    };
}
