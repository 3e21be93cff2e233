using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// What a client's role may read: its own tables, and of common ones its own rows, by a policy that names the role and the client. Roles that do not exist
/// are passed over. PostgreSQL checks rights and policies at the table that is named in a query, so a role never gets a right on a part of a common table.
/// </summary>
internal static class PostgresRoles
{
    internal static async Task<bool> Exists(PostgresSession session, TenantId tenant, CancellationToken token) =>
        await session.Scalar("SELECT 1 FROM pg_roles WHERE rolname = $1", token, TenantTable.RoleOf(tenant)) is not null;

    internal static async Task Allow(
        PostgresSession session, TenantId tenant, TenantMode mode, TenantTable table, TenantTable place, CancellationToken token)
    {
        if (!await Exists(session, tenant, token)) return;
        var role = TableColumn.Quote(TenantTable.RoleOf(tenant));
        if (mode == TenantMode.Shared)
        {
            await session.Execute(
                $"REVOKE ALL ON {PostgresPlaces.Quoted(table)} FROM {role}; DROP POLICY IF EXISTS {role} ON {PostgresPlaces.Quoted(place)};"
                + $"CREATE POLICY {role} ON {PostgresPlaces.Quoted(place)} FOR SELECT TO {role} USING ({FeatureRows.TenantColumn} = '{tenant.Value}')", token);
        }

        await session.Execute(
            $"GRANT USAGE ON SCHEMA {TableColumn.Quote(place.Schema)} TO {role}; GRANT SELECT ON {PostgresPlaces.Quoted(place)} TO {role}", token);
    }

    internal static async Task Forbid(
        PostgresSession session, TenantId tenant, TenantMode mode, TenantTable table, TenantTable place, CancellationToken token)
    {
        if (!await Exists(session, tenant, token)) return;
        var role = TableColumn.Quote(TenantTable.RoleOf(tenant));
        await session.Execute($"REVOKE ALL ON {PostgresPlaces.Quoted(mode == TenantMode.Shared ? place : table)} FROM {role}", token);
        if (mode == TenantMode.Shared) await session.Execute($"DROP POLICY IF EXISTS {role} ON {PostgresPlaces.Quoted(place)}", token);
    }
}
