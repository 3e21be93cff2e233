using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Journal;

/// <summary>SQLite, a file: a commit is synced before it is answered, and readers never wait for writers.</summary>
/// <param name="file">Its path.</param>
/// <param name="isPooled">Connections are kept open for the next user.</param>
/// <param name="mustExist">A missing file is an error; else it is made.</param>
internal sealed class SqliteDialect(string file, bool isPooled = true, bool mustExist = false) : IDialect
{
    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        DefaultTimeout = 60,
        Pooling = isPooled,
        Mode = mustExist ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadWriteCreate,
    }.ConnectionString;

    public async Task<DbConnection> Open(CancellationToken token)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(token);
        await using var command = connection.CreateCommand();
        // Waiting for another process is SQLite's own, which looks often; the driver's looks every 150 ms.
        command.CommandText = "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
        await command.ExecuteNonQueryAsync(token);
        return connection;
    }

    public Task<DbConnection> OpenApart(CancellationToken token) => Open(token);

    public Task<DbTransaction> BeginMigration(DbConnection connection, CancellationToken token) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public async Task<DbTransaction> BeginReading(DbConnection connection, CancellationToken token)
    {
        await using (var command = connection.CreateCommand())
        {
            // A temporary table has the keys of the real one, but its parents may be missing.
            command.CommandText = "PRAGMA foreign_keys = OFF";
            await command.ExecuteNonQueryAsync(token);
        }

        return ((SqliteConnection)connection).BeginTransaction(deferred: true);
    }

    public void Bind(DbParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        for (var at = 0; at < values.Length; at++) parameters.Add(new SqliteParameter($"${at + 1}", Value(values[at])));
    }

    public async Task MakeTemporary(DbConnection connection, DbTransaction transaction, string table, CancellationToken token)
    {
        await using var find = connection.CreateCommand();
        find.Transaction = transaction;
        find.CommandText = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = $1";
        Bind(find.Parameters, [table]);
        var sql = (string)(await find.ExecuteScalarAsync(token))!;
        await using var make = connection.CreateCommand();
        make.Transaction = transaction;
        make.CommandText = "CREATE TEMPORARY" + sql["CREATE".Length..];
        await make.ExecuteNonQueryAsync(token);
    }

    public Task<DbTransaction> BeginWriting(DbConnection connection, CancellationToken token) => BeginMigration(connection, token);

    public string Ahead(string seconds) => $"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', {seconds} || ' seconds')";

    public string LockFree(string table) => "";

    public (string Real, string Temporary) Names(string table) => ($"main.{table}", $"temp.{table}");

    public string JsonText(string column, string key) => $"json_extract({column}, '$.{key}')";

    internal static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        WrittenJson json => json.Text,
        JsonText json => json.Text,
        Guid id => id.ToString(),
        DateTimeOffset moment => moment.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture),
        _ => value,
    };
}
