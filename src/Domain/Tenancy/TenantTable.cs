using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Domain.Tenancy;

/// <summary>
/// The table of a client's features in a database, by schema and name. Made of checked ids alone; at most 63 bytes, PostgreSQL's limit. Outside of
/// <c>shared</c>, whose tables hold many clients' rows, two clients never have the same table.
/// </summary>
/// <param name="Schema">The schema; in SQLite, which has none, a file takes its place.</param>
/// <param name="Name">The table.</param>
public readonly record struct TenantTable(string Schema, string Name)
{
    /// <summary>The most bytes of a name in PostgreSQL; it cuts longer ones without a word.</summary>
    public const int LongestName = 63;

    /// <summary>What begins the hash of a name that was cut; nowhere else in a name, as names that hold it are cut, too.</summary>
    private const string Cut = "___";

    private const string Kind = "features";

    /// <summary>The table of a client in a mode.</summary>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="mode">Where its data lives.</param>
    /// <param name="set">The set of columns; null for a client's only one, whose table has the short name <c>c{id}_features</c>.</param>
    /// <param name="columns">The columns, in one written form; in <c>shared</c> clients share a table when set and columns are the same.</param>
    public static TenantTable Of(TenantId tenant, TenantMode mode, FeatureSetName? set, string columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var suffix = set is { } named ? $"__{named.Value}" : "";
        return mode switch
        {
            TenantMode.PrefixedTables => new("public", Fitting($"c{tenant.SqlName}_{Kind}{suffix}")),
            TenantMode.DedicatedDb => new(DatabaseOf(tenant), Fitting($"{Kind}{suffix}")),
            TenantMode.Shared => new("shared", SharedName(suffix, columns)),
            _ => throw new UnreachableException($"Tenant mode {mode}"),
        };
    }

    /// <summary>The table that holds one client's part of a shared one: <c>tenancy</c> is nobody's but the program's.</summary>
    public static TenantTable PartOf(TenantId tenant, FeatureSetName? set, string columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new("tenancy", Fitting($"{SharedName(set is { } named ? $"__{named.Value}" : "", columns)}__{tenant.SqlName}"));
    }

    /// <summary>The schema or file of a client alone.</summary>
    public static string DatabaseOf(TenantId tenant) => $"client_{tenant.SqlName}";

    /// <summary>The role that reads a client's rows and no other's.</summary>
    public static string RoleOf(TenantId tenant) => $"tenant_{tenant.SqlName}";

    /// <summary>A name of at most 63 bytes: itself, or its beginning and 128 bits of SHA-256 over all of it.</summary>
    public static string Fitting(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Encoding.UTF8.GetByteCount(name) <= LongestName && !name.Contains(Cut, StringComparison.Ordinal)) return name;
        var hash = Cut + HashOf(name, 32);
        var kept = name.Length;
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, kept)) > LongestName - hash.Length || kept < name.Length && char.IsLowSurrogate(name[kept])) kept--;
        return name[..kept] + hash;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Schema}.{Name}";

    private static string SharedName(string suffix, string columns) => $"{Kind}_{HashOf($"{suffix}\n{columns}", 16)}";

    private static string HashOf(string text, int digits) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];
}
