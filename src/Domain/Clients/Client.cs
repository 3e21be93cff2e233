using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SecretMagic.Domain.Batches;
using static SecretMagic.Domain.Clients.ClientEvent;

namespace SecretMagic.Domain.Clients;

/// <summary>A client: who it is, what is computed for it, and whether a person stands for that.</summary>
public sealed record Client : IDecider<Client, ClientCommand, ClientEvent>
{
    /// <inheritdoc/>
    public static Client Initial { get; } = new();

    /// <summary>Its name; null before it is registered.</summary>
    public string? Name { get; init; }

    /// <summary>Where its data lives.</summary>
    public TenantMode TenantMode { get; init; }

    /// <summary>Where its data is being moved to; null when it stays.</summary>
    // Not written when it stays, so that the state has the bytes it had before there were moves.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TenantMode? MovingTo { get; init; }

    /// <summary>What is computed.</summary>
    public EnabledFeatures FeaturesEnabled { get; init; } = new(false, false);

    /// <summary>How it is reached.</summary>
    public Contacts Contacts { get; init; } = Contacts.None;

    /// <summary>Whether it is served.</summary>
    public ClientStatus Status { get; init; }

    /// <summary>The versions of each type of features.</summary>
    public ImmutableSortedDictionary<FeatureTypeName, ConfigHistory<ConfigDocument>> FeatureConfigs { get; init; } =
        ImmutableSortedDictionary<FeatureTypeName, ConfigHistory<ConfigDocument>>.Empty;

    /// <summary>The versions of the explosion's configuration; without any, <see cref="BomConfig.Default"/> holds.</summary>
    public ConfigHistory<BomConfig> BomConfigs { get; init; } = ConfigHistory<BomConfig>.Empty;

    /// <summary>How many changes altered the output.</summary>
    public int Revision { get; init; }

    /// <summary>Who stands for this revision; null when nobody does.</summary>
    public Confirmation? Confirmed { get; init; }

    /// <summary>A configuration was confirmed at some time, so there may be results.</summary>
    public bool WasConfirmed { get; init; }

    /// <summary>When work falls due, where the client has times of its own.</summary>
    public ImmutableSortedDictionary<WorkKind, Schedule> Schedules { get; init; } = ImmutableSortedDictionary<WorkKind, Schedule>.Empty;

    /// <summary>The inputs of each work, where a batch names none; null without any.</summary>
    // Not written then, so that the state has the bytes it had before there were sources.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<WorkKind, WorkOrder>? Sources { get; init; }

    /// <summary>The right to process the client's data; nothing is processed without it.</summary>
    /// <param name="client">Which client this is.</param>
    /// <param name="clearance">The right, when it is true.</param>
    /// <param name="refusal">When it is false: why, and what to do.</param>
    public bool TryClear(TenantId client, [NotNullWhen(true)] out Clearance? clearance, [NotNullWhen(false)] out Reply.Rejected? refusal)
    {
        refusal = Name is null ? new("client-unknown", $"Client {client} is not registered: register it.")
            : Status != ClientStatus.Active ? new("client-not-active", $"Client {client} is {Status.ToString().ToLowerInvariant()}: nothing is processed.")
            : MovingTo is { } mode ? new("tenant-moving", $"The data of client {client} is being moved to {mode}: wait for the end of the move, or resume it.")
            : Confirmed is null ? new("config-not-confirmed", $"Revision {Revision} of the configuration of client {client} is not confirmed: confirm it.")
            : null;
        clearance = refusal is null ? new Clearance(client, Revision) : null;
        return refusal is null;
    }

    /// <summary>The right to do a work on the client's data, which must be enabled.</summary>
    /// <param name="client">Which client this is.</param>
    /// <param name="work">Which work.</param>
    /// <param name="clearance">The right, when it is true.</param>
    /// <param name="refusal">When it is false: why, and what to do.</param>
    public bool TryClear(TenantId client, WorkKind work, [NotNullWhen(true)] out Clearance? clearance, [NotNullWhen(false)] out Reply.Rejected? refusal)
    {
        if (!TryClear(client, out clearance, out refusal)) return false;
        var (isEnabled, name) = work == WorkKind.Features
            ? (FeaturesEnabled.FeatureEngineering, "feature_engineering")
            : (FeaturesEnabled.BomExplosion, "bom_explosion");
        if (isEnabled) return true;
        (clearance, refusal) = (null, new("work-not-enabled", $"{name} is not enabled for client {client}: nothing is computed."));
        return false;
    }

    /// <inheritdoc/>
    public static Decision<ClientEvent> Decide(Client state, ClientCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        return ClientDecision.Of(state, command);
    }

    /// <inheritdoc/>
    public static Client Evolve(Client state, ClientEvent happened, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(stamp);
        return happened switch
        {
            Registered now => state with
            {
                Name = now.Name,
                TenantMode = now.TenantMode,
                FeaturesEnabled = now.FeaturesEnabled,
                Contacts = now.Contacts,
                Status = ClientStatus.Active,
            },
            Renamed now => state with { Name = now.Name },
            ContactsChanged now => state with { Contacts = now.Contacts },
            StatusChanged now => state with { Status = now.Status },
            TenantModeChosen now => state with { TenantMode = now.TenantMode },
            TenantMoveStarted now => state with { MovingTo = now.MovingTo },
            TenantMoved now => state with { TenantMode = now.TenantMode, MovingTo = null },
            ResultRegistered => state,
            FeaturesSwitched now => state with { FeaturesEnabled = now.FeaturesEnabled, Revision = state.Revision + 1 },
            FeatureConfigured now => state with
            {
                FeatureConfigs = state.FeatureConfigs.SetItem(now.FeatureType, state.ConfigsOf(now.FeatureType).With(now.Config)),
                Revision = state.Revision + 1,
            },
            FeatureWithdrawn now => state with
            {
                FeatureConfigs = state.FeatureConfigs.SetItem(now.FeatureType, state.ConfigsOf(now.FeatureType) with { IsActive = false }),
                Revision = state.Revision + 1,
            },
            BomConfigured now => state with { BomConfigs = state.BomConfigs.With(now.Config), Revision = state.Revision + 1 },
            SourceChosen now => state with
            {
                Sources = (state.Sources ?? ImmutableSortedDictionary<WorkKind, WorkOrder>.Empty).SetItem(now.Order.Work, now.Order),
                Revision = state.Revision + 1,
            },
            ConfigConfirmed => state with { Confirmed = new Confirmation(stamp.Who, stamp.When), WasConfirmed = true },
            ConfirmationWithdrawn => state with { Confirmed = null },
            Scheduled now => state with { Schedules = state.Schedules.SetItem(now.Work, now.Schedule) },
            Unscheduled now => state with { Schedules = state.Schedules.Remove(now.Work) },
            Unchanged => state,
            _ => throw new UnreachableException($"No client knows the event {happened}."),
        };
    }

    /// <summary>The inputs of a work; null when none are stored.</summary>
    public WorkOrder? SourceOf(WorkKind work) => Sources?.GetValueOrDefault(work);

    internal ConfigHistory<ConfigDocument> ConfigsOf(FeatureTypeName type) =>
        FeatureConfigs.GetValueOrDefault(type, ConfigHistory<ConfigDocument>.Empty);
}
