using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// Takes tables of clients to their places and away. In each mode a table has the same columns and the same constraint that every row is the client's, so it
/// goes from mode to mode by its name alone, and becomes a part of a common table without a look at its rows. The caller holds the client's lock.
/// </summary>
internal static class PostgresPlaces
{
    /// <summary>Makes an empty table in schema tenancy, under a name of its own.</summary>
    internal static async Task<TenantTable> Make(PostgresSession session, TenantId tenant, ImmutableArray<TableColumn> columns, CancellationToken token)
    {
        var table = new TenantTable("tenancy", $"aside_{Guid.NewGuid():N}");
        await session.Execute(
            $"CREATE TABLE {Quoted(table)} ({Definition(columns)}, CHECK ({FeatureRows.TenantColumn} = '{tenant.Value}'))", token);
        return table;
    }

    /// <summary>Gives a table its key. Behind the rows, since that is faster.</summary>
    internal static Task Index(PostgresSession session, TenantTable table, ImmutableArray<TableColumn> columns, CancellationToken token) => session.Execute(
        $"CREATE UNIQUE INDEX \"key_{Guid.NewGuid():N}\" ON {Quoted(table)} ({columns[0].Quoted}, {columns[1].Quoted}, {FeatureRows.TenantColumn})", token);

    /// <summary>Takes a table that stands apart to its place, and says where it is then.</summary>
    internal static async Task<TenantTable> Place(
        PostgresSession session, TenantTable apart, TenantId tenant, TenantMode mode, FeatureSetName? set, string columns, CancellationToken token)
    {
        var place = TenantTable.Of(tenant, mode, set, columns);
        if (mode == TenantMode.Shared)
        {
            var part = TenantTable.PartOf(tenant, set, columns);
            await Rename(session, apart, part, token);
            await session.LockShared(token);
            await MakeShared(session, place, TableColumn.Parse(columns), token);
            await session.Execute($"ALTER TABLE {Quoted(place)} ATTACH PARTITION {Quoted(part)} FOR VALUES IN ('{tenant.Value}')", token);
            await PostgresRoles.Allow(session, tenant, mode, part, place, token);
            return part;
        }

        if (mode == TenantMode.DedicatedDb) await session.Execute($"CREATE SCHEMA IF NOT EXISTS {TableColumn.Quote(place.Schema)}", token);
        await Rename(session, apart, place, token);
        await PostgresRoles.Allow(session, tenant, mode, place, place, token);
        return place;
    }

    /// <summary>Takes a table away from its place, and says where it stands apart.</summary>
    internal static async Task<TenantTable> Take(
        PostgresSession session, TenantTable table, TenantId tenant, TenantMode mode, FeatureSetName? set, string columns, CancellationToken token)
    {
        var place = TenantTable.Of(tenant, mode, set, columns);
        if (mode == TenantMode.Shared)
        {
            await session.LockShared(token);
            await session.Execute($"ALTER TABLE {Quoted(place)} DETACH PARTITION {Quoted(table)}", token);
        }

        await PostgresRoles.Forbid(session, tenant, mode, table, place, token);
        var apart = new TenantTable("tenancy", $"aside_{Guid.NewGuid():N}");
        await Rename(session, table, apart, token);
        if (mode == TenantMode.Shared) await DropIfEmpty(session, place, token);
        return apart;
    }

    internal static string Quoted(TenantTable table) => $"{TableColumn.Quote(table.Schema)}.{TableColumn.Quote(table.Name)}";

    /// <summary>By way of a name that is nobody's: a schema may hold one of the two names on the way.</summary>
    private static async Task Rename(PostgresSession session, TenantTable from, TenantTable to, CancellationToken token)
    {
        var between = TableColumn.Quote($"between_{Guid.NewGuid():N}");
        await session.Execute($"ALTER TABLE {Quoted(from)} RENAME TO {between}", token);
        if (from.Schema != to.Schema)
            await session.Execute($"ALTER TABLE {TableColumn.Quote(from.Schema)}.{between} SET SCHEMA {TableColumn.Quote(to.Schema)}", token);
        await session.Execute($"ALTER TABLE {TableColumn.Quote(to.Schema)}.{between} RENAME TO {TableColumn.Quote(to.Name)}", token);
    }

    /// <summary>Rows of a common table are seen by nobody but its owner, until a policy lets a client's role see the client's.</summary>
    private static async Task MakeShared(PostgresSession session, TenantTable place, ImmutableArray<TableColumn> columns, CancellationToken token)
    {
        if (await session.Scalar("SELECT to_regclass($1)::text", token, Quoted(place)) is string) return;
        await session.Execute(
            $"CREATE TABLE {Quoted(place)} ({Definition(columns)}) PARTITION BY LIST ({FeatureRows.TenantColumn});"
            + $"ALTER TABLE {Quoted(place)} ENABLE ROW LEVEL SECURITY", token);
        await Index(session, place, columns, token);
    }

    private static async Task DropIfEmpty(PostgresSession session, TenantTable place, CancellationToken token)
    {
        if (await session.Scalar("SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass($1)", token, Quoted(place)) is 0L)
            await session.Execute($"DROP TABLE {Quoted(place)}", token);
    }

    private static string Definition(ImmutableArray<TableColumn> columns) => string.Join(
        ", ",
        columns.Select((column, at) => $"{column.Quoted} {column.PostgresType}{(at < 2 ? " NOT NULL" : "")}")
            .Prepend($"{FeatureRows.TenantColumn} text COLLATE \"C\" NOT NULL"));
}
