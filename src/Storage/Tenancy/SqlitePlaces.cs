using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Storage.Tenancy;

/// <summary>Fills, copies and empties a client's tables within the transaction of one file.</summary>
internal sealed class SqlitePlaces(SqliteConnection connection, SqliteTransaction transaction, TenantId tenant)
{
    internal sealed record KnownTable(string Set, string Table, string Columns, long Rows, string PublishedAt)
    {
        internal FeatureSetName? SetName => Set.Length == 0 ? null : FeatureSetName.Parse(Set);
    }

    /// <summary>The client's tables in this file, or in one that is attached.</summary>
    internal static async Task<List<KnownTable>> Known(
        SqliteConnection connection, SqliteTransaction? transaction, TenantId tenant, string schema, CancellationToken token)
    {
        await using var command = SqliteFile.Command(
            connection, transaction, $"SELECT set_name, table_name, columns, rows, published_at FROM {schema}.tables WHERE tenant = $1", tenant.Value);
        await using var reader = await command.ExecuteReaderAsync(token);
        var known = new List<KnownTable>();
        while (await reader.ReadAsync(token))
            known.Add(new KnownTable(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4)));
        return known;
    }

    /// <summary>Fills a table from a result, in place of what it had.</summary>
    internal async Task<long> Fill(
        FeatureSetName? set, TenantMode mode, ImmutableArray<TableColumn> columns, DuckReader reader, string publishedAt, CancellationToken token)
    {
        var written = TableColumn.Written(columns);
        await Remove(set?.Value ?? "", token);
        var name = await Make(set, mode, written, token);
        using var insert = new SqliteInsert(connection, $"main.{TableColumn.Quote(name)}", tenant.Value, columns);
        var rows = 0L;
        while (reader.Next(token))
        {
            for (var row = 0; row < reader.Rows; row++) insert.Add(reader, row);
            rows += reader.Rows;
        }

        await Register(new KnownTable(set?.Value ?? "", name, written, rows, publishedAt), token);
        return rows;
    }

    /// <summary>Copies a table from a file that is attached, or from this one.</summary>
    internal async Task Copy(KnownTable old, string schema, TenantMode to, CancellationToken token)
    {
        var name = await Make(old.SetName, to, old.Columns, token);
        await SqliteFile.Execute(
            connection, transaction,
            $"INSERT INTO main.{TableColumn.Quote(name)} SELECT * FROM {schema}.{TableColumn.Quote(old.Table)} WHERE {FeatureRows.TenantColumn} = $1", token,
            tenant.Value);
        await Register(old with { Table = name }, token);
    }

    /// <summary>Takes a table's rows out of this file, and the table when nobody else has rows in it.</summary>
    internal async Task Remove(string set, CancellationToken token)
    {
        foreach (var old in (await Known(connection, transaction, tenant, "main", token)).Where(known => known.Set == set)) await Drop(old, token);
        await SqliteFile.Execute(connection, transaction, "DELETE FROM main.tables WHERE tenant = $1 AND set_name = $2", token, tenant.Value, set);
    }

    /// <summary>Takes the rows of a table out of this file, whatever the register says of it.</summary>
    internal async Task Drop(KnownTable old, CancellationToken token)
    {
        var name = TableColumn.Quote(old.Table);
        await SqliteFile.Execute(connection, transaction, $"DELETE FROM main.{name} WHERE {FeatureRows.TenantColumn} = $1", token, tenant.Value);
        await using var any = SqliteFile.Command(connection, transaction, $"SELECT EXISTS (SELECT 1 FROM main.{name})");
        if (await any.ExecuteScalarAsync(token) is 0L) await SqliteFile.Execute(connection, transaction, $"DROP TABLE main.{name}", token);
    }

    private async Task<string> Make(FeatureSetName? set, TenantMode mode, string written, CancellationToken token)
    {
        var (name, columns) = (TenantTable.Of(tenant, mode, set, written).Name, TableColumn.Parse(written));
        var definition = string.Join(", ", columns.Select((column, at) => $"{column.Quoted} {column.SqliteType}{(at < 2 ? " NOT NULL" : "")}"));
        await SqliteFile.Execute(
            connection, transaction,
            $"CREATE TABLE IF NOT EXISTS main.{TableColumn.Quote(name)} ({FeatureRows.TenantColumn} TEXT NOT NULL, {definition}, "
            + $"PRIMARY KEY ({FeatureRows.TenantColumn}, {columns[0].Quoted}, {columns[1].Quoted}))", token);
        return name;
    }

    private Task<int> Register(KnownTable table, CancellationToken token) => SqliteFile.Execute(
        connection, transaction,
        """
        INSERT INTO main.tables (tenant, set_name, table_name, columns, rows, published_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant, set_name) DO UPDATE SET table_name = excluded.table_name, columns = excluded.columns, rows = excluded.rows,
            published_at = excluded.published_at
        """,
        token, tenant.Value, table.Set, table.Table, table.Columns, table.Rows, table.PublishedAt);
}
