using SecretMagic.Domain;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// Tables of features in a database, a client's apart from every other's in each tenant mode. A table has the client in <c>tenant_id</c>, then the columns
/// of the result; series and time are its key. Readers get one whole publication, whatever is published or moved meanwhile. Safe to use from many processes.
/// </summary>
public interface ITenantTables : IAsyncDisposable
{
    /// <summary>Puts rows in place of those that a client's table had, and returns their number. Nobody sees a part of them.</summary>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="mode">Where the client's data lives; followed when it has no table yet, else its tables stay together where they are.</param>
    /// <param name="set">The set of columns; null for a client's only one.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="token">Cancels; nothing changed then.</param>
    /// <exception cref="UnfitRowsException">The rows are no table: nothing changed.</exception>
    Task<long> Publish(TenantId tenant, TenantMode mode, FeatureSetName? set, FeatureRows rows, CancellationToken token);

    /// <summary>Reads rows, ordered by series and time; null when the client has no such table.</summary>
    Task<TenantRows?> Read(TenantId tenant, FeatureSetName? set, RowsWanted wanted, CancellationToken token);

    /// <summary>
    /// Moves every table of a client. When it returns, they are read at the new place and nothing is left at the old one; run again, it finishes what was
    /// interrupted, and changes nothing when all is done. Publications wait meanwhile. A client without tables has its first one there.
    /// </summary>
    Task Move(TenantId tenant, TenantMode to, CancellationToken token);
}
