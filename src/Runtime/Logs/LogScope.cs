using SecretMagic.Domain;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Runtime;

/// <summary>
/// What lines of the log are about; given to <c>BeginScope</c>. The table logs keeps it in its column context, together with the trace that runs.
/// </summary>
public static class LogScope
{
    /// <summary>Placeholders of messages and keys of scopes, and what the table calls them.</summary>
    internal static readonly (string Name, string Column)[] Names =
    [
        ("ClientId", "client_id"), ("BatchId", "batch_id"), ("FeatureType", "feature_type"), ("TraceId", "trace_id"), ("Method", "method"),
        ("Route", "route"), ("Status", "status"), ("Milliseconds", "milliseconds"), ("KeyId", "key_id"),
    ];

    /// <summary>Where the trace stands among them.</summary>
    internal static readonly int Trace = Array.FindIndex(Names, known => known.Name == "TraceId");

    /// <summary>Lines about an entity: its client, or its batch.</summary>
    internal static KeyValuePair<string, object?>[] Of(EntityId entity) => Of(
        entity.Kind switch
        {
            EntityKind.Client or EntityKind.Explosion => TenantId.Parse(entity.Key),
            EntityKind.SeriesShard => SeriesShardId.Parse(entity.Key).Tenant,
            _ => null,
        },
        entity.Kind == EntityKind.Batch ? BatchId.Parse(entity.Key) : null, null);

    /// <summary>Lines about a client, a batch, a type of features, as far as they are known.</summary>
    public static KeyValuePair<string, object?>[] Of(TenantId? client, BatchId? batch, FeatureTypeName? type) =>
    [
        .. client is { } whose ? [KeyValuePair.Create<string, object?>("ClientId", whose.Value)] : Array.Empty<KeyValuePair<string, object?>>(),
        .. batch is { } which ? [KeyValuePair.Create<string, object?>("BatchId", which.Value)] : Array.Empty<KeyValuePair<string, object?>>(),
        .. type is { } what ? [KeyValuePair.Create<string, object?>("FeatureType", what.Value)] : Array.Empty<KeyValuePair<string, object?>>(),
    ];
}
