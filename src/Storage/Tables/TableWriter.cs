using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Storage.Tables;

/// <summary>
/// The tables that people query, as a function of the events: what one event changes in them. Whatever the order of events of different entities,
/// the tables come out the same.
/// </summary>
internal static class TableWriter
{
    /// <summary>The tables that follow from the events, parents first, and the columns by which people name a row.</summary>
    internal static readonly (string Name, string[] Key)[] Tables =
    [
        ("clients", ["organization_id"]),
        ("feature_configs", ["client_id", "feature_type", "version"]),
        ("bom_configs", ["client_id", "version"]),
        ("batches", ["id"]),
        ("processing_logs", ["batch_id", "entry"]),
        ("feature_metadata", ["client_id", "name"]),
        ("bom_explosion_status", ["client_id"]),
        ("scheduler_config", ["work"]),
        ("client_processing_schedule", ["client_id", "work"]),
        ("lake_results", ["location"]),
        ("client_sources", ["client_id", "work"]),
        ("api_keys", ["id"]),
    ];

    internal static IEnumerable<TableChange> Of(Recorded recorded) => recorded.Event switch
    {
        ClientEvent happened => ClientTables.Of(TenantId.Parse(recorded.Entity.Key), happened, recorded.Stamp),
        BatchEvent happened => BatchTables.Of(recorded.Entity.Key, recorded.Version, happened, recorded.Stamp),
        ExplosionEvent happened => ExplosionTable.Of(TenantId.Parse(recorded.Entity.Key), happened, recorded.Stamp),
        InstallationEvent happened => ScheduleTables.Of(happened, recorded.Stamp),
        ApiKeyEvent happened => ApiKeyTable.Of(recorded.Entity.Key, happened, recorded.Stamp),
        SeriesShardEvent => [],
        _ => throw new UnreachableException($"No table knows the event {recorded.Event.GetType()}."),
    };
}
