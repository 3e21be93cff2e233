using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Tenancy;

/// <summary>Reads where a client's tables are. The caller holds the client's lock, so it stays true.</summary>
internal static class PostgresRegister
{
    private const string TablesSql = "SELECT set_name, schema_name, table_name, columns FROM tenancy.tables WHERE tenant = $1";

    /// <summary>A table that was published.</summary>
    internal sealed record KnownTable(FeatureSetName? Set, TenantTable Table, string Columns);

    /// <summary>The mode of the client's tables; null when it has none and never moved.</summary>
    internal static async Task<TenantMode?> Home(PostgresSession session, TenantId tenant, CancellationToken token) =>
        await session.Scalar("SELECT mode FROM tenancy.homes WHERE tenant = $1", token, tenant.Value) is string word ? Word.Parse<TenantMode>(word) : null;

    /// <summary>The client's tables.</summary>
    internal static async Task<List<KnownTable>> Known(PostgresSession session, TenantId tenant, CancellationToken token)
    {
        await using var command = session.Command(TablesSql, tenant.Value);
        await using var reader = await command.ExecuteReaderAsync(token);
        var known = new List<KnownTable>();
        while (await reader.ReadAsync(token))
        {
            known.Add(new KnownTable(
                reader.GetString(0) is { Length: > 0 } set ? FeatureSetName.Parse(set) : null, new TenantTable(reader.GetString(1), reader.GetString(2)),
                reader.GetString(3)));
        }

        return known;
    }
}
