using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Integration.Journal;

/// <summary>A place for journals: a database of its own. Several journals may open it, as several processes do.</summary>
public abstract class Store : IDisposable
{
    /// <summary>What another process needs to open it: the kind and the place.</summary>
    internal abstract string[] Address { get; }

    internal abstract IDialect Dialect { get; }

    internal abstract Task<IJournal> Open(CancellationToken token);

    /// <summary>A connection as an operator has it.</summary>
    internal abstract Task<DbConnection> Connect(CancellationToken token);

    internal async Task<List<string>> Rows(string sql, CancellationToken token)
    {
        await using var connection = await Connect(token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(token);
        var rows = new List<string>();
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync(token))
        {
            reader.GetValues(values);
            rows.Add(string.Join('|', values.Select(value => value is DBNull ? "null" : value is bool flag ? flag ? "1" : "0" : value.ToString())));
        }

        return rows;
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

internal sealed class PostgresStore(string connection) : Store
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connection);

    internal override string[] Address => ["postgres", connection];

    internal override IDialect Dialect => new PostgresDialect(_source, connection);

    internal override async Task<IJournal> Open(CancellationToken token) => await PostgresJournal.Open(connection, TimeProvider.System, token);

    internal override async Task<DbConnection> Connect(CancellationToken token)
    {
        var open = new NpgsqlConnection(connection + ";Pooling=false");
        await open.OpenAsync(token);
        return open;
    }

    public override void Dispose()
    {
        _source.Dispose();
        base.Dispose();
    }
}

internal sealed class SqliteStore : Store
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secretmagic-journal-").FullName;

    internal override string[] Address => ["sqlite", Path.Combine(_folder, "journal.db")];

    internal override IDialect Dialect => new SqliteDialect(Address[1]);

    internal override async Task<IJournal> Open(CancellationToken token) => await SqliteJournal.Open(Address[1], TimeProvider.System, token);

    internal override async Task<DbConnection> Connect(CancellationToken token)
    {
        var open = new SqliteConnection($"Data Source={Address[1]};Pooling=false;Foreign Keys=true");
        await open.OpenAsync(token);
        return open;
    }

    public override void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }
}
