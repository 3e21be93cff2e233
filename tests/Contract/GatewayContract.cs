using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Contract;

/// <summary>How a gateway behaves, wherever its entities live and whatever store they have.</summary>
public abstract class GatewayContract : IAsyncLifetime
{
    private FaultyEvents _store = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected FaultyEvents Store => _store;

    public async ValueTask InitializeAsync() => _store = new FaultyEvents(await OpenStore());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await CloseStore();
    }

    private protected abstract Task<IEventStore> OpenStore();

    private protected abstract ValueTask CloseStore();

    /// <summary>A gateway to entities of the store, as another process would open it, too.</summary>
    private protected abstract ITestGateway Open(IEventStore store, GatewayOptions options);

    [Fact]
    public async Task A_command_for_a_version_is_decided_on_no_other_one()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        var first = Rename("first") with { Expected = 1 };
        (await gateway.Send(first, Token)).ShouldBe(new Reply.Accepted(2));
        (await gateway.Send(Rename("second") with { Expected = 1 }, Token)).ShouldBeOfType<Reply.Rejected>().Code.ShouldBe("version-changed");
        (await gateway.Send(first, Token)).ShouldBe(new Reply.Duplicate(2));
        (await Ask(gateway)).State.Name.ShouldBe("first");
    }

    [Fact]
    public async Task It_says_what_changed_nothing_and_what_was_done()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        var rename = Rename("once");
        (await gateway.Ask(new WasDone(rename.Entity, rename.Stamp.Command), Token)).Version.ShouldBeNull();
        (await gateway.Send(rename, Token)).ShouldBeOfType<Reply.Accepted>().Changes.ShouldBe(1);
        (await gateway.Send(Rename("once"), Token)).ShouldBe(new Reply.Accepted(3) { Changes = 0 });
        (await gateway.Ask(new WasDone(rename.Entity, rename.Stamp.Command), Token)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_query_that_is_content_with_an_older_look_takes_none_and_shows_own_commands()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        await Ask(gateway);
        var content = new StateOf<Client>(Rename("").Entity) { MayBeOld = TimeSpan.FromHours(1) };
        await gateway.Send(Rename("own"), Token);
        Store.FailNext(1, new InvalidOperationException("looked"));
        (await gateway.Ask(content, Token)).State.Name.ShouldBe("own");
        (await Should.ThrowAsync<InvalidOperationException>(() => Ask(gateway))).Message.ShouldBe("looked");
    }

    [Fact]
    public async Task A_command_is_accepted_and_its_effect_is_seen()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        (await gateway.Send(Given.Register(), Token)).ShouldBe(new Reply.Accepted(1));
        var seen = await Ask(gateway);
        seen.Version.ShouldBe(1);
        seen.State.Name.ShouldBe("Acme Foods");
    }

    [Fact]
    public async Task A_command_sent_again_is_not_done_again()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        var rename = Rename("once");
        (await gateway.Send(rename, Token)).ShouldBe(new Reply.Accepted(2));
        (await gateway.Send(rename, Token)).ShouldBe(new Reply.Duplicate(2));
        (await Ask(gateway)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_rejected_command_changes_nothing_and_says_why()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        var rejected = (await gateway.Send(Rename("nobody"), Token)).ShouldBeOfType<Reply.Rejected>();
        rejected.Code.ShouldNotBeEmpty();
        rejected.Reason.ShouldContain("acme");
        (await Ask(gateway)).Version.ShouldBe(0);
    }

    [Fact]
    public async Task Commands_of_a_caller_are_decided_in_the_order_in_which_they_were_sent()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        var sent = Enumerable.Range(0, 500).Select(number => gateway.Send(Rename($"name {number}"), Token)).ToArray();
        var replies = await Task.WhenAll(sent);
        replies.ShouldBe(Enumerable.Range(0, 500).Select(number => (Reply)new Reply.Accepted(number + 2)));
        (await Ask(gateway)).State.Name.ShouldBe("name 499");
    }

    [Fact]
    public async Task Commands_of_many_callers_are_each_done_once_one_at_a_time()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        var replies = await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(
            async () =>
            {
                var versions = new List<long>();
                for (var number = 0; number < 20; number++)
                    versions.Add((await gateway.Send(Rename($"{caller} {number}"), Token)).ShouldBeOfType<Reply.Accepted>().Version);
                return versions;
            },
            Token)));
        replies.SelectMany(versions => versions).Order().ShouldBe(Enumerable.Range(2, 640).Select(version => (long)version));
        await ShouldHold(641);
    }

    [Fact]
    public async Task Too_many_commands_are_answered_busy_and_none_that_was_taken_is_lost()
    {
        await using var gateway = Open(_store, new GatewayOptions { MailboxSize = 8 });
        await gateway.Send(Given.Register(), Token);
        using var held = _store.Hold();
        var sent = Enumerable.Range(0, 100).Select(number => gateway.Send(Rename($"name {number}"), Token)).ToArray();
        // The answer busy comes although the store stands still.
        await Task.WhenAny(sent);
        held.Dispose();
        var replies = await Task.WhenAll(sent);
        var accepted = replies.Count(reply => reply is Reply.Accepted);
        accepted.ShouldBeInRange(1, 99);
        replies.Count(reply => reply is Reply.Busy).ShouldBe(100 - accepted);
        await ShouldHold(1 + accepted);
        (await gateway.Send(Rename("again"), Token)).ShouldBe(new Reply.Accepted(2 + accepted));
    }

    [Fact]
    public async Task Full_mailboxes_of_one_entity_do_not_hold_up_another()
    {
        await using var gateway = Open(_store, new GatewayOptions { MailboxSize = 8 });
        await gateway.Send(Given.Register(), Token);
        using var held = _store.Hold(EntityId.Client(Given.Acme));
        var waiting = gateway.Send(Rename("waits"), Token);
        var other = TenantId.Parse("other");
        (await gateway.Send(Given.Register(other), Token)).ShouldBeOfType<Reply.Accepted>();
        waiting.IsCompleted.ShouldBeFalse();
        held.Dispose();
        (await waiting).ShouldBeOfType<Reply.Accepted>();
    }

    [Fact]
    public async Task A_store_that_is_away_for_a_while_is_waited_for()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        _store.FailNext(3, new IOException("The store restarts."));
        (await gateway.Send(Rename("later"), Token)).ShouldBe(new Reply.Accepted(2));
        await ShouldHold(2);
    }

    [Fact]
    public async Task A_store_that_stores_and_then_fails_does_nothing_twice()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        _store.FailAfterNext(1, new IOException("The connection broke after the commit."));
        (await gateway.Send(Rename("once"), Token)).ShouldBeOneOf(new Reply.Accepted(2), new Reply.Duplicate(2));
        await ShouldHold(2);
    }

    [Fact]
    public async Task A_store_that_stays_away_is_told_and_the_entity_goes_on_when_it_is_back()
    {
        await using var gateway = Open(_store, new GatewayOptions { Patience = TimeSpan.FromMilliseconds(200) });
        await gateway.Send(Given.Register(), Token);
        _store.FailNext(int.MaxValue, new IOException("The store is away."));
        var rename = Rename("at last");
        await Should.ThrowAsync<TimeoutException>(() => gateway.Send(rename, Token));
        _store.FailNext(0, null);
        (await gateway.Send(rename, Token)).ShouldBe(new Reply.Accepted(2));
        await ShouldHold(2);
    }

    [Fact]
    public async Task A_command_that_breaks_the_entity_takes_no_other_command_with_it()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        var bad = Rename("bad");
        _store.Refuse(bad.Stamp.Command, new InvalidOperationException("It cannot be written."));
        using var held = _store.Hold();
        var sent = Enumerable.Range(0, 30).Select(number => gateway.Send(number == 11 ? bad : Rename($"name {number}"), Token)).ToArray();
        held.Dispose();
        for (var number = 0; number < sent.Length; number++)
        {
            if (number == 11) await Should.ThrowAsync<InvalidOperationException>(sent[number]);
            else (await sent[number]).ShouldBeOfType<Reply.Accepted>();
        }

        await ShouldHold(30);
    }

    [Fact]
    public async Task Two_gateways_on_one_store_never_both_win()
    {
        await using var one = Open(_store, new GatewayOptions());
        await using var two = Open(_store, new GatewayOptions());
        await one.Send(Given.Register(), Token);
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => (number % 2 == 0 ? one : two).Send(Rename($"name {number}"), Token)));
        replies.Select(reply => reply.ShouldBeOfType<Reply.Accepted>().Version).Order().ShouldBe(Enumerable.Range(2, 200).Select(version => (long)version));
        await ShouldHold(201);
        (await Ask(one)).State.Name.ShouldBe((await Ask(two)).State.Name);
    }

    [Fact]
    public async Task What_another_gateway_stored_is_seen_and_rejects_truly()
    {
        await using var one = Open(_store, new GatewayOptions());
        await using var two = Open(_store, new GatewayOptions());
        await one.Send(Given.Register(), Token);
        (await Ask(two)).Version.ShouldBe(1);
        await one.Send(new ClientCommand.ChangeStatus(Given.Acme, Given.Stamp(), ClientStatus.Archived), Token);
        (await Ask(two)).State.Status.ShouldBe(ClientStatus.Archived);
        (await two.Send(Rename("late"), Token)).ShouldBeOfType<Reply.Rejected>();
    }

    [Fact]
    public async Task A_caller_that_stops_waiting_can_ask_again_under_the_same_id()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        using var stop = new CancellationTokenSource();
        var rename = Rename("patient");
        using (_store.Hold())
        {
            var sent = gateway.Send(rename, stop.Token);
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(sent);
        }

        (await gateway.Send(rename, Token)).ShouldBeOneOf(new Reply.Accepted(2), new Reply.Duplicate(2));
        await ShouldHold(2);
    }

    [Fact]
    public async Task A_question_for_another_kind_of_entity_is_told_so()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await Should.ThrowAsync<InvalidOperationException>(
            () => gateway.Ask(new StateOf<Client>(EntityId.Batch(BatchId.Parse("b-1"))), Token));
    }

    [Fact]
    public async Task An_entity_that_nobody_needs_leaves_the_memory_and_comes_back_as_it_was()
    {
        await using var gateway = Open(_store, new GatewayOptions { IdleAfter = TimeSpan.FromMilliseconds(50) });
        await gateway.Send(Given.Register(), Token);
        await Until(() => gateway.Loaded == 0);
        (await gateway.Send(Rename("back"), Token)).ShouldBe(new Reply.Accepted(2));
        (await Ask(gateway)).State.Name.ShouldBe("back");
    }

    [Fact]
    public async Task Commands_that_meet_an_entity_on_its_way_out_are_not_lost()
    {
        await using var gateway = Open(_store, new GatewayOptions { IdleAfter = TimeSpan.FromMilliseconds(2) });
        await gateway.Send(Given.Register(), Token);
        for (var number = 0; number < 300; number++)
        {
            (await gateway.Send(Rename($"name {number}"), Token)).ShouldBe(new Reply.Accepted(number + 2));
            if (number % 30 == 0) await Until(() => gateway.Loaded == 0);
        }

        await ShouldHold(301);
    }

    [Fact]
    public async Task Closing_answers_everything_that_was_taken()
    {
        var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        var sent = Enumerable.Range(0, 200).Select(number => gateway.Send(Rename($"name {number}"), Token)).ToArray();
        await gateway.DisposeAsync();
        foreach (var reply in sent)
        {
            reply.IsCompleted.ShouldBeTrue();
            (await reply).ShouldBeOfType<Reply.Accepted>();
        }

        await ShouldHold(201);
        await Should.ThrowAsync<ObjectDisposedException>(() => gateway.Send(Rename("closed"), Token));
    }

    [Fact]
    public async Task Rows_of_many_senders_are_each_taken_once_and_their_features_are_those_of_all()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        (await gateway.Send(GivenRows.Plan(), Token)).ShouldBeOfType<Reply.Accepted>();
        var rows = Enumerable.Range(0, 60).Select(day => GivenRows.Row("a", day)).ToArray();
        // Late ones among them: whatever comes first, the features are those of the days.
        var replies = await Task.WhenAll(rows.OrderBy(row => row.Rows.Periods()[0] * 7 % 60).Select(row => gateway.Send(row, Token)));
        replies.Select(reply => reply.ShouldBeOfType<Reply.Accepted>().Version).Order().ShouldBe(Enumerable.Range(2, 60).Select(version => (long)version));
        (await gateway.Send(rows[30], Token)).ShouldBeOfType<Reply.Duplicate>();
        await Features(gateway, lag: 58, mean: 56);
    }

    [Fact]
    public async Task Features_are_true_of_what_another_gateway_took_and_after_the_shard_left_the_memory()
    {
        await using var one = Open(_store, new GatewayOptions { IdleAfter = TimeSpan.FromMilliseconds(50) });
        await using var two = Open(_store, new GatewayOptions());
        await one.Send(GivenRows.Plan(), Token);
        for (var day = 0; day < 20; day++) await (day % 2 == 0 ? one : two).Send(GivenRows.Row("a", day), Token);
        await Features(one, lag: 18, mean: 16);
        await Until(() => one.Loaded == 0);
        await two.Send(GivenRows.Row("a", 18, value: 25), Token);
        await Features(one, lag: 25, mean: 17);
    }

    [Fact]
    public async Task A_series_without_rows_has_no_features_and_one_as_of_then_those_of_then()
    {
        await using var gateway = Open(_store, new GatewayOptions());
        await gateway.Send(GivenRows.Plan(), Token);
        (await gateway.Ask(new SeriesFeatures(GivenRows.Shard, "a", null), Token)).Features.ShouldBeNull();
        await gateway.Send(GivenRows.Row("a", 0), Token);
        var row = GivenRows.Row("a", 1);
        await gateway.Send(row, Token);
        await gateway.Send(GivenRows.Row("a", 0, value: 9), Token);
        var now = (await gateway.Ask(new SeriesFeatures(GivenRows.Shard, "a", null), Token)).Features!;
        var then = (await gateway.Ask(new SeriesFeatures(GivenRows.Shard, "a", row.Stamp.When), Token)).Features!;
        (now.Values[0], then.Values[0]).ShouldBe((9, 0));
    }

    [Fact]
    public async Task Features_are_told_as_they_change_whoever_takes_the_rows()
    {
        await using var one = Open(_store, new GatewayOptions());
        await using var two = Open(_store, new GatewayOptions());
        await one.Send(GivenRows.Plan(), Token);
        await one.Send(GivenRows.Row("a", 0), Token);
        await using var told = one.Watch(GivenRows.Shard, ["a"], Token).GetAsyncEnumerator(Token);
        var next = told.MoveNextAsync().AsTask();
        // Until somebody watches nothing is told; each row is news.
        for (var day = 1; !next.IsCompleted; day++) await (day % 2 == 0 ? one : two).Send(GivenRows.Row("a", day), Token);
        (await next).ShouldBeTrue();
        told.Current.Series.ShouldBe("a");
        told.Current.Values[0].ShouldBe(told.Current.Period - GivenRows.FirstDay - 1);
    }

    private static async Task Features(ITestGateway gateway, double lag, double mean)
    {
        var features = (await gateway.Ask(new SeriesFeatures(GivenRows.Shard, "a", null), Token)).Features.ShouldNotBeNull();
        (features.Values[0], features.Values[1]).ShouldBe((lag, mean));
    }

    private protected static ClientCommand.Rename Rename(string name) => new(Given.Acme, Given.Stamp(), name);

    private static Task<Versioned<Client>> Ask(ITestGateway gateway) => gateway.Ask(new StateOf<Client>(EntityId.Client(Given.Acme)), Token);

    /// <summary>The store has so many events of the client, each version once and no command twice.</summary>
    private async Task ShouldHold(long version)
    {
        var events = await _store.Since(EntityId.Client(Given.Acme), 0, int.MaxValue, Token);
        events.Select(recorded => recorded.Version).ShouldBe(Enumerable.Range(1, (int)version).Select(number => (long)number));
        events.Select(recorded => recorded.Stamp.Command).ShouldBeUnique();
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(1, Token);
    }
}
