using System.Diagnostics;
using static SecretMagic.Domain.Clients.ClientCommand;
using static SecretMagic.Domain.Clients.ClientEvent;

namespace SecretMagic.Domain.Clients;

/// <summary>What a client says to each command.</summary>
internal static class ClientDecision
{
    internal static Decision<ClientEvent> Of(Client state, ClientCommand command)
    {
        if (command is Register register) return OfRegister(state, register);
        if (state.Name is null) return Reject("client-unknown", $"Client {command.Client} is not registered: register it first.");
        if (state.Status == ClientStatus.Archived) return Reject("client-archived", $"Client {command.Client} is archived: nothing about it changes.");
        return command switch
        {
            Rename wish => FreeText.Refusal("The name", wish.Name, 200) is { } wrong ? Reject("name", Of(wish, wrong))
                : wish.Name == state.Name ? Same("name") : Accept(new Renamed(wish.Name, state.Name)),
            ChangeContacts wish => wish.Contacts.Refusal() is { } wrong ? Reject("contacts", Of(wish, wrong))
                : wish.Contacts == state.Contacts ? Same("contacts") : Accept(new ContactsChanged(wish.Contacts, state.Contacts)),
            ChangeStatus wish => !Enum.IsDefined(wish.Status) ? Reject("status", Of(wish, $"The status {wish.Status} is not known."))
                : wish.Status == state.Status ? Same("status")
                : wish.Status == ClientStatus.Archived && state.MovingTo is not null
                    ? Reject("tenant-moving", Of(wish, "Its data is being moved: resume the move, then archive it."))
                : Accept(new StatusChanged(wish.Status, state.Status)),
            ChooseTenantMode or MoveTenant or FinishMove or RegisterResult or RegisterResults => TenancyDecision.Of(state, command),
            SwitchFeatures wish => wish.FeaturesEnabled == state.FeaturesEnabled ? Same("features_enabled")
                : Altering(state, new FeaturesSwitched(wish.FeaturesEnabled, state.FeaturesEnabled)),
            ConfigureFeature wish => OfFeature(state, wish.FeatureType, wish.Config, null),
            RestoreFeature wish => state.ConfigsOf(wish.FeatureType).RefusalToRollBack($"{wish.FeatureType} of client {wish.Client}", wish.Version) is { } no
                ? Reject(no.Code, no.Reason)
                : OfFeature(state, wish.FeatureType, state.ConfigsOf(wish.FeatureType).Versions[wish.Version - 1], wish.Version),
            WithdrawFeature wish => state.ConfigsOf(wish.FeatureType) is { IsActive: true } configs
                ? Altering(state, new FeatureWithdrawn(wish.FeatureType, configs.Last, configs.Versions[^1]))
                : Reject("config-not-active", $"{wish.FeatureType} of client {wish.Client} has no active configuration to withdraw."),
            ConfigureBom wish => wish.Config.Refusal() is { } wrong ? Reject("bom-config", Of(wish, wrong)) : OfBom(state, wish.Config, null),
            RestoreBom wish => state.BomConfigs.RefusalToRollBack($"The BOM of client {wish.Client}", wish.Version) is { } no
                ? Reject(no.Code, no.Reason)
                : OfBom(state, state.BomConfigs.Versions[wish.Version - 1], wish.Version),
            ChooseSource wish => wish.Order.Refusal() is { } wrong ? Reject("order", Of(wish, wrong))
                : wish.Order.Says(state.SourceOf(wish.Order.Work)) ? Same("source")
                : Altering(state, new SourceChosen(wish.Order, state.SourceOf(wish.Order.Work))),
            ConfirmConfig wish => OfConfirm(state, wish),
            ScheduleWork wish => !Enum.IsDefined(wish.Work) ? Reject("work", Of(wish, $"The work {wish.Work} is not known."))
                : ScheduleOf(state, wish.Work) is var was && was == wish.Schedule ? Same("schedule")
                : Accept(new Scheduled(wish.Work, wish.Schedule, was)),
            UnscheduleWork wish => ScheduleOf(state, wish.Work) is { } was ? Accept(new Unscheduled(wish.Work, was))
                : Reject("not-scheduled", Of(wish, $"{wish.Work} has no schedule of its own: there is none to remove.")),
            _ => throw new UnreachableException($"No client knows the command {command.GetType()}."),
        };
    }

    private static Decision<ClientEvent> OfRegister(Client state, Register wish)
    {
        if (state.Name is not null)
            return Reject("client-exists", $"Client {wish.Client} is registered already, as {FreeText.Shown(state.Name)}: choose another id, or change it.");
        if (FreeText.Refusal("The name", wish.Name, 200) is { } name) return Reject("name", Of(wish, name));
        if (!Enum.IsDefined(wish.TenantMode)) return Reject("tenant-mode", Of(wish, $"The tenant mode {wish.TenantMode} is not known."));
        return wish.Contacts.Refusal() is { } contacts
            ? Reject("contacts", Of(wish, contacts))
            : Accept(new Registered(wish.Name, wish.TenantMode, wish.FeaturesEnabled, wish.Contacts));
    }

    private static Decision<ClientEvent> OfFeature(Client state, FeatureTypeName type, ConfigDocument config, int? restored)
    {
        var configs = state.ConfigsOf(type);
        return configs.IsInForce(config)
            ? Same(type.Value)
            : Altering(state, new FeatureConfigured(type, configs.Last + 1, config, configs.IsActive ? configs.Versions[^1] : null, restored));
    }

    private static Decision<ClientEvent> OfBom(Client state, BomConfig config, int? restored) => state.BomConfigs.IsInForce(config)
        ? Same("bom")
        : Altering(state, new BomConfigured(state.BomConfigs.Last + 1, config, state.BomConfigs.IsActive ? state.BomConfigs.Versions[^1] : null, restored));

    private static Decision<ClientEvent> OfConfirm(Client state, ConfirmConfig wish)
    {
        if (wish.Revision != state.Revision)
            return Reject("revision-changed", Of(wish, $"The configuration is at revision {state.Revision}, not {wish.Revision}: look at it, then confirm."));
        if (state.FeaturesEnabled is { FeatureEngineering: false, BomExplosion: false })
            return Reject("nothing-enabled", Of(wish, "Neither features nor BOM explosion is enabled: there is nothing to confirm."));
        if (state.FeaturesEnabled.FeatureEngineering && !state.FeatureConfigs.Values.Any(configs => configs.IsActive))
            return Reject("nothing-configured", Of(wish, "Feature engineering is enabled, but no feature type is configured: configure one first."));
        return state.Confirmed is not null ? Same("config_confirmed") : Accept(new ConfigConfirmed(state.Revision));
    }

    /// <summary>The output becomes another one, so nobody stands for it any more.</summary>
    private static Decision<ClientEvent> Altering(Client state, ClientEvent change) =>
        state.Confirmed is { } was ? Accept(change, new ConfirmationWithdrawn(was)) : Accept(change);

    private static Schedule? ScheduleOf(Client state, WorkKind work) => state.Schedules.TryGetValue(work, out var schedule) ? schedule : null;

    private static Decision<ClientEvent> Same(string what) => Accept(new Unchanged(what));

    private static Decision<ClientEvent> Accept(params ReadOnlySpan<ClientEvent> events) => Decision<ClientEvent>.Accept(events);

    private static Decision<ClientEvent> Reject(string code, string reason) => Decision<ClientEvent>.Reject(code, reason);

    private static string Of(ClientCommand command, string wrong) => $"Client {command.Client}: {wrong}";
}
