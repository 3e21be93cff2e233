using System.Collections.Immutable;
using Npgsql;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Migrations;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// Tables of features in PostgreSQL: <c>public.c{id}_features</c>, <c>client_{id}.features</c>, or a part of a common table in schema <c>shared</c>.
/// Publishing and moving are each one transaction: a process that is killed leaves nothing behind. A move changes names and copies no row.
/// </summary>
public sealed class PostgresTenantTables : ITenantTables
{
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    private PostgresTenantTables(NpgsqlDataSource source, TimeProvider time) => (_source, _time) = (source, time);

    /// <summary>Opens the tables of a database, which may be the journal's, and makes the register in schema <c>tenancy</c>.</summary>
    /// <param name="connection">Host, database, user and so on, as Npgsql reads them. The user owns the tables.</param>
    /// <param name="time">When something was published.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="MigrationException">The schema does not fit.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    public static async Task<PostgresTenantTables> Open(string connection, TimeProvider time, CancellationToken token)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { SearchPath = "tenancy" };
        var source = NpgsqlDataSource.Create(settings);
        try
        {
            var dialect = new PostgresDialect(source, settings.ConnectionString);
            await using (var open = (NpgsqlConnection)await dialect.Open(token))
            await using (var transaction = await dialect.BeginMigration(open, token))
            {
                await using var make = new NpgsqlCommand("CREATE SCHEMA IF NOT EXISTS tenancy", open);
                await make.ExecuteNonQueryAsync(token);
                await transaction.CommitAsync(token);
            }

            await Migrator.Apply(dialect, Migration.Of("postgresql-tenancy"), time, token);
            return new PostgresTenantTables(source, time);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<long> Publish(TenantId tenant, TenantMode mode, FeatureSetName? set, FeatureRows rows, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return await rows.Read(
            async (columns, reader) =>
            {
                await using var session = await PostgresSession.Begin(_source, token);
                var table = await PostgresPlaces.Make(session, tenant, columns, token);
                long count;
                try
                {
                    // Frozen: no later pass writes the rows again. Nobody knows the table before the commit.
                    await using (var copy = await session.Connection.BeginRawBinaryCopyAsync(
                        $"COPY {PostgresPlaces.Quoted(table)} FROM STDIN WITH (FORMAT binary, FREEZE)", token))
                    {
                        count = await new PostgresCopy(copy, tenant.Value, columns).Write(reader, token);
                    }

                    await PostgresPlaces.Index(session, table, columns, token);
                }
                catch (PostgresException refused) when (refused.SqlState is { Length: 5 } state && state[..2] is "22" or "23")
                {
                    throw new UnfitRowsException($"The database refuses the rows: {refused.MessageText}. {refused.Detail}", refused);
                }

                await Exchange(session, tenant, mode, set, table, TableColumn.Written(columns), count, token);
                await session.Commit(token);
                return count;
            },
            token);
    }

    /// <inheritdoc/>
    public async Task<TenantRows?> Read(TenantId tenant, FeatureSetName? set, RowsWanted wanted, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        await using var session = await PostgresSession.Begin(_source, token);
        await session.Lock(tenant, isReader: true, token);
        var known = (await PostgresRegister.Known(session, tenant, token)).FirstOrDefault(table => table.Set == set);
        if (known is null) return null;
        var columns = TableColumn.Parse(known.Columns);
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        if (RowsSql.Of(PostgresPlaces.Quoted(known.Table), columns, tenant.Value, wanted, TimeOf) is not { } query) return new TenantRows(columns, []);
        await using var command = session.Command(query.Sql, query.Values);
        await using var reader = await command.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token)) rows.Add([.. columns.Select((column, at) => column.Read(reader, at))]);
        return new TenantRows(columns, rows.ToImmutable());
    }

    /// <inheritdoc/>
    public async Task Move(TenantId tenant, TenantMode to, CancellationToken token)
    {
        await using var session = await PostgresSession.Begin(_source, token);
        await session.Lock(tenant, isReader: false, token);
        var home = await PostgresRegister.Home(session, tenant, token);
        if (home == to) return;
        var from = home ?? to;
        foreach (var known in await PostgresRegister.Known(session, tenant, token))
        {
            var apart = await PostgresPlaces.Take(session, known.Table, tenant, from, known.Set, known.Columns, token);
            var table = await PostgresPlaces.Place(session, apart, tenant, to, known.Set, known.Columns, token);
            await session.Execute(
                "UPDATE tenancy.tables SET schema_name = $3, table_name = $4 WHERE tenant = $1 AND set_name = $2", token,
                tenant.Value, known.Set?.Value ?? "", table.Schema, table.Name);
        }

        // Refused, and with it the move, when somebody else put something there.
        if (from == TenantMode.DedicatedDb)
            await session.Execute($"DROP SCHEMA IF EXISTS {TableColumn.Quote(TenantTable.DatabaseOf(tenant))}", token);
        await session.Execute(
            "INSERT INTO tenancy.homes (tenant, mode) VALUES ($1, $2) ON CONFLICT (tenant) DO UPDATE SET mode = excluded.mode", token,
            tenant.Value, Word.Of(to));
        await session.Commit(token);
    }

    /// <summary>
    /// Makes the role that reads a client's rows and no other's, without the right to log in; give it to those who may: <c>GRANT tenant_acme TO kim</c>.
    /// </summary>
    public async Task AllowRole(TenantId tenant, CancellationToken token)
    {
        await using var session = await PostgresSession.Begin(_source, token);
        await session.Lock(tenant, isReader: false, token);
        if (!await PostgresRoles.Exists(session, tenant, token))
            await session.Execute($"CREATE ROLE {TableColumn.Quote(TenantTable.RoleOf(tenant))} NOLOGIN", token);
        if (await PostgresRegister.Home(session, tenant, token) is { } mode)
        {
            foreach (var known in await PostgresRegister.Known(session, tenant, token))
                await PostgresRoles.Allow(session, tenant, mode, known.Table, TenantTable.Of(tenant, mode, known.Set, known.Columns), token);
        }

        await session.Commit(token);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Puts a filled table in place of the one that was there, wherever the client's tables are at this moment.</summary>
    private async Task Exchange(
        PostgresSession session, TenantId tenant, TenantMode wanted, FeatureSetName? set, TenantTable filled, string columns, long rows,
        CancellationToken token)
    {
        await session.Lock(tenant, isReader: false, token);
        if (await PostgresRegister.Home(session, tenant, token) is not { } mode)
        {
            mode = wanted;
            await session.Execute("INSERT INTO tenancy.homes (tenant, mode) VALUES ($1, $2)", token, tenant.Value, Word.Of(mode));
        }

        if ((await PostgresRegister.Known(session, tenant, token)).FirstOrDefault(known => known.Set == set) is { } old)
        {
            var apart = await PostgresPlaces.Take(session, old.Table, tenant, mode, set, old.Columns, token);
            await session.Execute($"DROP TABLE {PostgresPlaces.Quoted(apart)}", token);
        }

        var table = await PostgresPlaces.Place(session, filled, tenant, mode, set, columns, token);
        await session.Execute(
            """
            INSERT INTO tenancy.tables (tenant, set_name, schema_name, table_name, columns, rows, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant, set_name) DO UPDATE SET schema_name = excluded.schema_name, table_name = excluded.table_name,
                columns = excluded.columns, rows = excluded.rows, published_at = excluded.published_at
            """,
            token, tenant.Value, set?.Value ?? "", table.Schema, table.Name, columns, rows, _time.GetUtcNow());
    }

    private static object TimeOf(ColumnKind kind, DateTime time) =>
        kind == ColumnKind.Day ? DateOnly.FromDateTime(time) : DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
}
