using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using static SecretMagic.Domain.Clients.ClientCommand;

namespace SecretMagic.Unit.Domain;

public sealed class ClientTests
{
    private static readonly ConfigDocument Short = Given.Config("""{"spans":[7]}""");
    private static readonly ConfigDocument Long = Given.Config("""{"spans":[28]}""");
    private static readonly Entity<Client, ClientCommand, ClientEvent> Registered = new Entity<Client, ClientCommand, ClientEvent>().After(Given.Register());

    private static readonly Entity<Client, ClientCommand, ClientEvent> Confirmed =
        Registered.After<Client, ClientCommand, ClientEvent>(Configure(Short), new ConfirmConfig(Given.Acme, Given.Stamp("kim"), 1));

    [Fact]
    public void Versions_count_1_2_3_and_an_unchanged_configuration_is_none()
    {
        var client = Registered.After<Client, ClientCommand, ClientEvent>(
            Configure(Short), Configure(Given.Config("""{ "spans" : [ 7 ] }""")), Configure(Long), Configure(Short));
        client.State.FeatureConfigs[Given.Ema].Versions.ShouldBe([Short, Long, Short]);
        client.State.Revision.ShouldBe(3);
    }

    [Fact]
    public void Returning_to_an_older_version_is_a_new_version()
    {
        var client = Registered.After<Client, ClientCommand, ClientEvent>(
            Configure(Short), Configure(Long), new RestoreFeature(Given.Acme, Given.Stamp(), Given.Ema, 1));
        client.State.FeatureConfigs[Given.Ema].Versions.ShouldBe([Short, Long, Short]);
        client.RejectionOf(new RestoreFeature(Given.Acme, Given.Stamp(), Given.Ema, 4)).ShouldBe("version-unknown");
        client.RejectionOf(new RestoreFeature(Given.Acme, Given.Stamp(), FeatureTypeName.Parse("lag"), 1)).ShouldBe("config-unknown");
        client.RejectionOf(new RestoreBom(Given.Acme, Given.Stamp(), 1)).ShouldBe("config-unknown");
    }

    [Fact]
    public void A_withdrawn_type_keeps_its_versions_and_counts_on()
    {
        var client = Registered.After<Client, ClientCommand, ClientEvent>(Configure(Short), new WithdrawFeature(Given.Acme, Given.Stamp(), Given.Ema));
        client.State.FeatureConfigs[Given.Ema].IsActive.ShouldBeFalse();
        client.RejectionOf(new WithdrawFeature(Given.Acme, Given.Stamp(), Given.Ema)).ShouldBe("config-not-active");
        client.After(Configure(Short)).State.FeatureConfigs[Given.Ema].Last.ShouldBe(2);
    }

    [Fact]
    public void A_confirmation_keeps_who_and_when()
    {
        Confirmed.State.Confirmed.ShouldBe(new Confirmation("kim", Given.Noon));
        Confirmed.State.TryClear(Given.Acme, out var clearance, out _).ShouldBeTrue();
        clearance!.Revision.ShouldBe(1);
    }

    public static TheoryData<ClientCommand> Altering =>
    [
        Configure(Long), new WithdrawFeature(Given.Acme, Given.Stamp(), Given.Ema),
        new ConfigureBom(Given.Acme, Given.Stamp(), BomConfig.Default with { MaxLevels = 7 }),
        new SwitchFeatures(Given.Acme, Given.Stamp(), new EnabledFeatures(true, false)),
    ];

    [Theory]
    [MemberData(nameof(Altering))]
    public void A_change_that_alters_the_output_withdraws_the_confirmation_until_a_new_one(ClientCommand change)
    {
        var client = Confirmed.After(change);
        client.State.TryClear(Given.Acme, out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("config-not-confirmed");
        client.State.Revision.ShouldBe(2);
        client.RejectionOf(new ConfirmConfig(Given.Acme, Given.Stamp(), 1)).ShouldBe("revision-changed");
        if (change is WithdrawFeature) client.RejectionOf(new ConfirmConfig(Given.Acme, Given.Stamp(), 2)).ShouldBe("nothing-configured");
        else client.After(new ConfirmConfig(Given.Acme, Given.Stamp(), 2)).State.TryClear(Given.Acme, out _, out _).ShouldBeTrue();
    }

    public static TheoryData<ClientCommand> Harmless =>
    [
        new Rename(Given.Acme, Given.Stamp(), "Acme"), new ChangeContacts(Given.Acme, Given.Stamp(), Contacts.None), Configure(Short),
        new ScheduleWork(Given.Acme, Given.Stamp(), WorkKind.Features, Schedule.Parse("daily 02:00")),
        new SwitchFeatures(Given.Acme, Given.Stamp(), new EnabledFeatures(true, true)),
    ];

    [Theory]
    [MemberData(nameof(Harmless))]
    public void A_change_that_leaves_the_output_leaves_the_confirmation(ClientCommand change) =>
        Confirmed.After(change).State.Confirmed.ShouldBe(Confirmed.State.Confirmed);

    [Fact]
    public void Nothing_of_a_suspended_client_is_processed()
    {
        var client = Confirmed.After(new ChangeStatus(Given.Acme, Given.Stamp(), ClientStatus.Suspended));
        client.State.TryClear(Given.Acme, out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("client-not-active");
        client.After(new ChangeStatus(Given.Acme, Given.Stamp(), ClientStatus.Active)).State.TryClear(Given.Acme, out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_about_an_archived_client_changes()
    {
        var client = Confirmed.After(new ChangeStatus(Given.Acme, Given.Stamp(), ClientStatus.Archived));
        foreach (var command in Altering.Concat(Harmless).Select(row => row.Data)) client.RejectionOf(command).ShouldBe("client-archived");
        client.RejectionOf(new ChangeStatus(Given.Acme, Given.Stamp(), ClientStatus.Active)).ShouldBe("client-archived");
    }

    [Fact]
    public void A_client_nobody_registered_takes_no_command()
    {
        var nobody = new Entity<Client, ClientCommand, ClientEvent>();
        foreach (var command in Altering.Concat(Harmless).Select(row => row.Data)) nobody.RejectionOf(command).ShouldBe("client-unknown");
        nobody.State.TryClear(Given.Acme, out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("client-unknown");
    }

    [Fact]
    public void What_is_no_name_contact_or_bom_is_rejected()
    {
        Registered.RejectionOf(Given.Register()).ShouldBe("client-exists");
        Registered.RejectionOf(new Rename(Given.Acme, Given.Stamp(), "a\0b")).ShouldBe("name");
        Registered.RejectionOf(new Rename(Given.Acme, Given.Stamp(), new string('x', 10_000))).ShouldBe("name");
        Registered.RejectionOf(new ChangeContacts(Given.Acme, Given.Stamp(), new Contacts("nobody", null))).ShouldBe("contacts");
        Registered.RejectionOf(new ChangeContacts(Given.Acme, Given.Stamp(), new Contacts(null, "call me"))).ShouldBe("contacts");
        Registered.RejectionOf(new ConfigureBom(Given.Acme, Given.Stamp(), BomConfig.Default with { MaxLevels = 0 })).ShouldBe("bom-config");
        Registered.RejectionOf(new ConfirmConfig(Given.Acme, Given.Stamp(), 0)).ShouldBe("nothing-configured");
        Registered.RejectionOf(new UnscheduleWork(Given.Acme, Given.Stamp(), WorkKind.Bom)).ShouldBe("not-scheduled");
        Registered.RejectionOf(new ChangeStatus(Given.Acme, Given.Stamp(), (ClientStatus)9)).ShouldBe("status");
    }

    [Fact]
    public void The_tenant_mode_is_chosen_before_there_can_be_data()
    {
        Registered.After(new ChooseTenantMode(Given.Acme, Given.Stamp(), TenantMode.Shared)).State.TenantMode.ShouldBe(TenantMode.Shared);
        Confirmed.RejectionOf(new ChooseTenantMode(Given.Acme, Given.Stamp(), TenantMode.Shared)).ShouldBe("tenant-mode-in-use");
    }

    private static ConfigureFeature Configure(ConfigDocument config) => new(Given.Acme, Given.Stamp(), Given.Ema, config);
}
