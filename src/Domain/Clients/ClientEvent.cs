using System.Text.Json.Serialization;
using SecretMagic.Domain.Batches;

namespace SecretMagic.Domain.Clients;

/// <summary>What can happen to a client.</summary>
public abstract record ClientEvent : Event
{
    private ClientEvent()
    {
    }

    /// <summary>It is a client from now on, active, with nothing configured.</summary>
    public sealed record Registered(string Name, TenantMode TenantMode, EnabledFeatures FeaturesEnabled, Contacts Contacts) : ClientEvent;

    /// <summary>It has another name.</summary>
    public sealed record Renamed(string Name, string Was) : ClientEvent;

    /// <summary>It is reached in another way.</summary>
    public sealed record ContactsChanged(Contacts Contacts, Contacts Was) : ClientEvent;

    /// <summary>It is served, not served, or put away.</summary>
    public sealed record StatusChanged(ClientStatus Status, ClientStatus Was) : ClientEvent;

    /// <summary>Its data will live elsewhere; only before anything was processed.</summary>
    public sealed record TenantModeChosen(TenantMode TenantMode, TenantMode Was) : ClientEvent;

    /// <summary>Its data begins to move.</summary>
    public sealed record TenantMoveStarted(TenantMode MovingTo, TenantMode? Was) : ClientEvent;

    /// <summary>Its data lives elsewhere.</summary>
    public sealed record TenantMoved(TenantMode TenantMode, TenantMode Was) : ClientEvent;

    /// <summary>It has a new result.</summary>
    /// <param name="Kind">What it holds.</param>
    /// <param name="Set">The set of columns.</param>
    /// <param name="Batch">The batch that made it.</param>
    /// <param name="Attempt">The attempt of the batch.</param>
    /// <param name="Location">The folder below the root of the lake, at that time.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Hash">SHA-256 of what decides it.</param>
    public sealed record ResultRegistered(
        ResultKind Kind, FeatureSetName Set, BatchId Batch, int Attempt, string Location, long Rows, string Hash) : ClientEvent
    {
        /// <summary>What it was made from; null where nobody said, and of results from before it was recorded.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public WorkOrder? Order { get; init; }
    }

    /// <summary>Other things are computed for it.</summary>
    public sealed record FeaturesSwitched(EnabledFeatures FeaturesEnabled, EnabledFeatures Was) : ClientEvent;

    /// <summary>A type of features has a new active version.</summary>
    /// <param name="FeatureType">Which type.</param>
    /// <param name="Version">The number within the type, one more than the last.</param>
    /// <param name="Config">What is configured.</param>
    /// <param name="Was">The version that was active; null when none was.</param>
    /// <param name="RestoredFrom">The older version it repeats; null when it is new.</param>
    public sealed record FeatureConfigured(
        FeatureTypeName FeatureType, int Version, ConfigDocument Config, ConfigDocument? Was, int? RestoredFrom) : ClientEvent;

    /// <summary>A type of features is computed no more; its versions stay.</summary>
    public sealed record FeatureWithdrawn(FeatureTypeName FeatureType, int Version, ConfigDocument Was) : ClientEvent;

    /// <summary>The explosion has a new active configuration; the parameters mean what they mean for features.</summary>
    public sealed record BomConfigured(int Version, BomConfig Config, BomConfig? Was, int? RestoredFrom) : ClientEvent;

    /// <summary>A work is computed from other inputs.</summary>
    public sealed record SourceChosen(WorkOrder Order, WorkOrder? Was) : ClientEvent;

    /// <summary>The one whose stamp this is stands for the configuration.</summary>
    public sealed record ConfigConfirmed(int Revision) : ClientEvent;

    /// <summary>The configuration changed behind a confirmation; a person must look again.</summary>
    public sealed record ConfirmationWithdrawn(Confirmation Was) : ClientEvent;

    /// <summary>Work falls due at other times.</summary>
    public sealed record Scheduled(WorkKind Work, Schedule Schedule, Schedule? Was) : ClientEvent;

    /// <summary>Work falls due as it does for every client of the installation.</summary>
    public sealed record Unscheduled(WorkKind Work, Schedule Was) : ClientEvent;

    /// <summary>A command wanted what was so already.</summary>
    public sealed record Unchanged(string What) : ClientEvent;
}
