using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using static SecretMagic.Domain.Clients.ClientCommand;

namespace SecretMagic.Unit.Domain;

public sealed class MoveTests
{
    private static Entity<Client, ClientCommand, ClientEvent> Confirmed =>
        new Entity<Client, ClientCommand, ClientEvent>().After(
            Given.Register(), new ConfigureFeature(Given.Acme, Given.Stamp(), Given.Ema, Given.Config("{}")), new ConfirmConfig(Given.Acme, Given.Stamp(), 1));

    private static Entity<Client, ClientCommand, ClientEvent> Moving => Confirmed.After(Move(TenantMode.Shared));

    [Fact]
    public void A_move_changes_the_mode_when_it_is_finished_and_not_before()
    {
        (Moving.State.TenantMode, Moving.State.MovingTo).ShouldBe((TenantMode.PrefixedTables, TenantMode.Shared));
        var moved = Moving.After(Finish(TenantMode.Shared)).State;
        (moved.TenantMode, moved.MovingTo).ShouldBe((TenantMode.Shared, null));
    }

    [Fact]
    public void While_a_client_moves_nothing_new_is_processed_registered_or_put_away()
    {
        Moving.State.TryClear(Given.Acme, out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe("tenant-moving");
        Moving.RejectionOf(Given.Result(TenantMode.PrefixedTables)).ShouldBe("tenant-moving");
        Moving.RejectionOf(new ChooseTenantMode(Given.Acme, Given.Stamp(), TenantMode.DedicatedDb)).ShouldBe("tenant-moving");
        Moving.RejectionOf(new ChangeStatus(Given.Acme, Given.Stamp(), ClientStatus.Archived)).ShouldBe("tenant-moving");
        Moving.After(Finish(TenantMode.Shared)).State.TryClear(Given.Acme, out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void A_result_is_registered_in_the_folder_of_the_mode_it_was_written_for_or_not_at_all()
    {
        Confirmed.Handle(Given.Result(TenantMode.PrefixedTables)).Events.ShouldHaveSingleItem()
            .ShouldBeOfType<ClientEvent.ResultRegistered>().Location.ShouldBe("c_acme/features/demand_v1/night-1.1");
        Confirmed.RejectionOf(Given.Result(TenantMode.Shared)).ShouldBe("tenant-mode-changed");
        Moving.After(Finish(TenantMode.Shared)).RejectionOf(Given.Result(TenantMode.PrefixedTables)).ShouldBe("tenant-mode-changed");
        Confirmed.RejectionOf(Given.Result(TenantMode.PrefixedTables) with { Hash = new string('A', 64) }).ShouldBe("result");
        Confirmed.RejectionOf(Given.Result(TenantMode.PrefixedTables) with { Attempt = 0 }).ShouldBe("result");
        Confirmed.RejectionOf(Given.Result(TenantMode.PrefixedTables) with { Kind = (ResultKind)9 }).ShouldBe("result");
    }

    [Fact]
    public void Results_of_one_run_are_registered_all_of_them_or_none()
    {
        var one = Given.Result(TenantMode.PrefixedTables) with { Kind = ResultKind.Requirements };
        var other = one with { Kind = ResultKind.Coverage };
        Confirmed.Handle(Both(one, other)).Events.Cast<ClientEvent.ResultRegistered>().Select(result => result.Location)
            .ShouldBe(["c_acme/requirements/demand_v1/night-1.1", "c_acme/coverage/demand_v1/night-1.1"]);
        Confirmed.RejectionOf(Both(one, other with { TenantMode = TenantMode.Shared })).ShouldBe("tenant-mode-changed");
        Confirmed.RejectionOf(Both(one, one)).ShouldBe("result");
        Confirmed.RejectionOf(Both()).ShouldBe("result");
        Moving.RejectionOf(Both(one, other)).ShouldBe("tenant-moving");

        static RegisterResults Both(params RegisterResult[] results) => new(Given.Acme, Given.Stamp(), [.. results]);
    }

    [Fact]
    public void A_client_that_was_never_confirmed_has_no_result() =>
        new Entity<Client, ClientCommand, ClientEvent>().After(Given.Register()).RejectionOf(Given.Result(TenantMode.PrefixedTables))
            .ShouldBe("config-not-confirmed");

    [Fact]
    public void A_move_may_be_turned_and_only_the_one_that_goes_on_is_finished()
    {
        var back = Moving.After(Move(TenantMode.PrefixedTables));
        back.RejectionOf(Finish(TenantMode.Shared)).ShouldBe("other-move");
        (back.After(Finish(TenantMode.PrefixedTables)).State is { TenantMode: TenantMode.PrefixedTables, MovingTo: null }).ShouldBeTrue();
        Confirmed.RejectionOf(Finish(TenantMode.Shared)).ShouldBe("tenant-not-moving");
        Confirmed.RejectionOf(Move((TenantMode)9)).ShouldBe("tenant-mode");
    }

    [Fact]
    public void A_move_to_where_the_data_is_or_goes_changes_nothing()
    {
        Confirmed.After(Move(TenantMode.PrefixedTables)).State.MovingTo.ShouldBeNull();
        Moving.Handle(Move(TenantMode.Shared)).Events.ShouldHaveSingleItem().ShouldBe(new ClientEvent.Unchanged("tenant_mode"));
    }

    private static MoveTenant Move(TenantMode mode) => new(Given.Acme, Given.Stamp(), mode);

    private static FinishMove Finish(TenantMode mode) => new(Given.Acme, Given.Stamp(), mode);
}
