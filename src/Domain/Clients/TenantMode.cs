namespace SecretMagic.Domain.Clients;

/// <summary>Where a client's analytical data lives. The numbers and names are stored.</summary>
public enum TenantMode
{
    /// <summary>Tables of its own, <c>c{id}_features</c>.</summary>
    PrefixedTables = 1,

    /// <summary>A database of its own, <c>client_{id}</c>.</summary>
    DedicatedDb = 2,

    /// <summary>Common tables with a tenant's column.</summary>
    Shared = 3,
}
