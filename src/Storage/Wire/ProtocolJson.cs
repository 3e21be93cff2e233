using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Wire;

/// <summary>
/// The one list of what is stored: manifests and types. A manifest is never used again for something else; a type only gains fields that may be absent.
/// </summary>
public static class ProtocolJson
{
    // Letters of all languages stay letters, because people read the stored text.
    private static readonly ProtocolContext Context =
        new(new JsonSerializerOptions(ProtocolContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly Catalog Entries = new Catalog()
        .Event(Context.ClientRegistered, "client.registered")
        .Event(Context.ClientRenamed, "client.renamed")
        .Event(Context.ClientContactsChanged, "client.contacts-changed")
        .Event(Context.ClientStatusChanged, "client.status-changed")
        .Event(Context.ClientTenantModeChosen, "client.tenant-mode-chosen")
        .Event(Context.ClientTenantMoveStarted, "client.tenant-move-started")
        .Event(Context.ClientTenantMoved, "client.tenant-moved")
        .Event(Context.ClientResultRegistered, "client.result-registered")
        .Event(Context.ClientFeaturesSwitched, "client.features-switched")
        .Event(Context.ClientFeatureConfigured, "client.feature-configured")
        .Event(Context.ClientFeatureWithdrawn, "client.feature-withdrawn")
        .Event(Context.ClientBomConfigured, "client.bom-configured")
        .Event(Context.ClientSourceChosen, "client.source-chosen")
        .Event(Context.ClientConfigConfirmed, "client.config-confirmed")
        .Event(Context.ClientConfirmationWithdrawn, "client.confirmation-withdrawn")
        .Event(Context.ClientScheduled, "client.scheduled")
        .Event(Context.ClientUnscheduled, "client.unscheduled")
        .Event(Context.ClientUnchanged, "client.unchanged")
        .Event(Context.BatchQueued, "batch.queued")
        .Event(Context.BatchStarted, "batch.started")
        .Event(Context.BatchProgressed, "batch.progressed")
        .Event(Context.BatchRequeued, "batch.requeued")
        .Event(Context.BatchGivenBack, "batch.given-back")
        .Event(Context.BatchCompleted, "batch.completed")
        .Event(Context.BatchFailed, "batch.failed")
        .Event(Context.BatchRetried, "batch.retried")
        .Event(Context.BatchCancelled, "batch.cancelled")
        .Event(Context.SeriesShardPlanSet, "shard.plan-set")
        .Event(Context.SeriesShardRowsTaken, "shard.rows-taken")
        .Event(Context.ExplosionStarted, "explosion.started")
        .Event(Context.ExplosionCompleted, "explosion.completed")
        .Event(Context.ExplosionFailed, "explosion.failed")
        .Event(Context.InstallationScheduled, "installation.scheduled")
        .Event(Context.InstallationUnscheduled, "installation.unscheduled")
        .Event(Context.InstallationUnchanged, "installation.unchanged")
        .Event(Context.ApiKeyIssued, "key.issued")
        .Event(Context.ApiKeyRevoked, "key.revoked")
        .Event(Context.ApiKeyExpirySet, "key.expiry-set")
        .Event(Context.ApiKeyUnchanged, "key.unchanged")
        .State(Context.ClientState, "client.state-1")
        .State(Context.BatchState, "batch.state-1")
        .State(Context.SeriesShardState, "shard.state-1")
        .State(Context.ExplosionState, "explosion.state-1")
        .State(Context.InstallationState, "installation.state-1")
        .State(Context.ApiKeyState, "key.state-1");

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByManifest = Entries.All.ToFrozenDictionary(entry => entry.Manifest, entry => entry.Type);

    private static readonly FrozenDictionary<Type, (string Manifest, JsonTypeInfo Type)> ByType =
        Entries.All.ToFrozenDictionary(entry => entry.Type.Type, entry => (entry.Manifest, entry.Type));

    /// <summary>Every manifest with its type.</summary>
    public static IEnumerable<(string Manifest, Type Type)> All => Entries.All.Select(entry => (entry.Manifest, entry.Type.Type));

    /// <summary>The manifest of an event or a state, and its JSON.</summary>
    public static (string Manifest, string Json) Write(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var (manifest, type) = ByType[message.GetType()];
        return (manifest, JsonSerializer.Serialize(message, type));
    }

    /// <summary>The manifest under which a type is written.</summary>
    public static string ManifestOf(Type type) => ByType[type].Manifest;

    /// <summary>An event as it was written.</summary>
    /// <exception cref="UnknownManifestException">No event has this manifest.</exception>
    /// <exception cref="JsonException">The JSON does not fit the manifest.</exception>
    public static Event ReadEvent(string manifest, string json) =>
        Read(manifest, json) as Event ?? throw new UnknownManifestException(manifest);

    /// <summary>An event or a state as it was written.</summary>
    /// <exception cref="UnknownManifestException">Nothing has this manifest.</exception>
    /// <exception cref="JsonException">The JSON does not fit the manifest.</exception>
    public static object Read(string manifest, string json)
    {
        if (!ByManifest.TryGetValue(manifest, out var type)) throw new UnknownManifestException(manifest);
        return JsonSerializer.Deserialize(json, type) ?? throw new JsonException($"The JSON of '{manifest}' is null.");
    }

    private sealed class Catalog
    {
        public List<(string Manifest, JsonTypeInfo Type)> All { get; } = [];

        public Catalog Event<T>(JsonTypeInfo<T> type, string manifest) where T : Event
        {
            All.Add((manifest, type));
            return this;
        }

        public Catalog State<T>(JsonTypeInfo<T> type, string manifest)
        {
            All.Add((manifest, type));
            return this;
        }
    }
}
