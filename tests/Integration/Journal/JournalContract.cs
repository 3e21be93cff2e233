using System.Data.Common;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Storage.Journal;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Integration.Journal;

/// <summary>What every journal promises.</summary>
public abstract class JournalContract : JournalTest
{
    [Fact]
    public async Task What_was_appended_is_loaded_in_order()
    {
        (await Append(0, new ClientEvent.Unchanged("größer 😀"), new ClientEvent.ConfigConfirmed(1))).ShouldBe(new AppendOutcome(true, 2));
        (await Append(2, new ClientEvent.Unchanged("c"))).ShouldBe(new AppendOutcome(true, 3));
        var history = await Journal.Load(EntityId.Client(Given.Acme), true, Token);
        history.Events.Select(recorded => recorded.Version).ShouldBe([1, 2, 3]);
        history.Events[0].Event.ShouldBe(new ClientEvent.Unchanged("größer 😀"));
        history.Events[0].Stamp.ShouldBe(history.Events[1].Stamp);
    }

    [Fact]
    public async Task An_entity_without_events_has_an_empty_history()
    {
        var history = await Journal.Load(EntityId.Batch(BatchId.Parse("none")), true, Token);
        (history.Snapshot, history.Events.Length, history.Commands.Length).ShouldBe((null, 0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Another_version_than_the_last_is_a_conflict_that_names_the_last_and_stores_nothing(long expected)
    {
        await Append(0, new ClientEvent.Unchanged("a"));
        (await Append(expected, new ClientEvent.Unchanged("b"), new ClientEvent.Unchanged("c"))).ShouldBe(new AppendOutcome(false, 1));
        (await Journal.Load(EntityId.Client(Given.Acme), true, Token)).Events.Length.ShouldBe(1);
        (await Journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_that_append_to_one_version_at_once_one_wins()
    {
        await using var other = await Store.Open(Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? Journal : other).Append(new NewEvents(EntityId.Client(Given.Acme), 0, Given.Stamp(), [new ClientEvent.Unchanged($"{i}")], null), Token)));
        outcomes.Count(outcome => outcome.IsStored).ShouldBe(1);
        outcomes.ShouldAllBe(outcome => outcome.Version == 1);
    }

    [Fact]
    public async Task Appends_of_many_entities_at_once_are_all_stored()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Journal.Append(
            new NewEvents(EntityId.Client(TenantId.Parse($"t{i}")), 0, Given.Stamp(), [Registered], null), Token)));
        outcomes.ShouldAllBe(outcome => outcome.IsStored);
        (await Store.Rows("SELECT count(*) FROM clients", Token)).ShouldBe(["2000"]);
        (await Journal.Verify(Token)).ShouldSatisfyAllConditions(
            report => report.Entities.ShouldBe(2_000), report => report.Events.ShouldBe(2_000), report => report.Findings.ShouldBeEmpty());
    }

    [Fact]
    public async Task An_append_that_the_tables_refuse_fails_alone_and_leaves_nothing()
    {
        var bad = new NewEvents(
            EntityId.Batch(BatchId.Parse("orphan")), 0, Given.Stamp(), [new BatchEvent.Queued(TenantId.Parse("nobody"), WorkKind.Features, 1, 3)], null);
        var good = Enumerable.Range(0, 50).Select(i => Journal.Append(
            new NewEvents(EntityId.Client(TenantId.Parse($"t{i}")), 0, Given.Stamp(), [Registered], null), Token)).ToArray();
        await Should.ThrowAsync<DbException>(() => Journal.Append(bad, Token));
        (await Task.WhenAll(good)).ShouldAllBe(outcome => outcome.IsStored);
        (await Journal.Load(bad.Entity, true, Token)).Events.ShouldBeEmpty();
        (await Journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_snapshot_and_the_events_behind_it_are_the_entity()
    {
        var client = Given.Client(Journal);
        await client.Accept(Token, Given.Register());
        for (var i = 0; i < 350; i++) await client.Accept(Token, Rename($"Acme {i}"));
        var history = await Journal.Load(EntityId.Client(Given.Acme), true, Token);
        history.Snapshot!.Version.ShouldBeGreaterThanOrEqualTo(300);
        history.Events.Length.ShouldBe((int)(351 - history.Snapshot.Version));
        var (kept, loaded) = (await client.Read(Token), await Given.Client(Journal).Read(Token));
        (loaded.Version, loaded.State.Name).ShouldBe((kept.Version, kept.State.Name));
        var events = await Journal.Since(EntityId.Client(Given.Acme), 0, int.MaxValue, Token);
        foreach (var command in events.Select(recorded => recorded.Stamp.Command))
            loaded.Commands.VersionOf(command).ShouldBe(kept.Commands.VersionOf(command));
        await Journal.Append(
            new NewEvents(EntityId.Client(Given.Acme), 351, Given.Stamp(), [new ClientEvent.Unchanged("x")], history.Snapshot with { Version = 5, Json = "{}" }), Token);
        (await Journal.Load(EntityId.Client(Given.Acme), true, Token)).Snapshot.ShouldBe(history.Snapshot, "an old snapshot replaces no newer one");
    }

    [Fact]
    public async Task A_snapshot_of_another_version_of_the_program_is_passed_over()
    {
        await Given.Client(Journal).Accept(Token, Given.Register(), Rename("Acme"));
        await Journal.Append(
            new NewEvents(EntityId.Client(Given.Acme), 2, Given.Stamp(), [new ClientEvent.Unchanged("x")], new Snapshot(3, "client.state-9", "{}")), Token);
        (await Given.Client(Journal).Read(Token)).State.Name.ShouldBe("Acme");
    }

    [Fact]
    public async Task A_command_sent_again_is_answered_as_the_first_time_by_whoever_gets_it()
    {
        var command = Rename("Acme");
        await Given.Client(Journal).Accept(Token, Given.Register(), command, Rename("Acne"));
        (await Given.Client(Journal).Handle(command, Token)).ShouldBe(new Reply.Duplicate(2));
        await using var other = await Store.Open(Token);
        (await Given.Client(other).Handle(command, Token)).ShouldBe(new Reply.Duplicate(2));
    }

    [Fact]
    public async Task What_is_held_but_old_neither_decides_nor_rejects()
    {
        var (first, second) = (Given.Client(Journal), Given.Client(Journal));
        (await first.Handle(Rename("early"), Token)).ShouldBeOfType<Reply.Rejected>();
        await first.Accept(Token, Given.Register());
        await second.Accept(Token, Given.Configure("""{"a":1}"""));
        await first.Accept(Token, new ClientCommand.ConfirmConfig(Given.Acme, Given.Stamp(), 1));
        await second.Accept(Token, Given.Configure("""{"a":2}"""));
        (await first.Read(Token)).State.TryClear(Given.Acme, out _, out _).ShouldBeTrue("what is held is old");
        (await first.Handle(new ClientCommand.ConfirmConfig(Given.Acme, Given.Stamp(), 1), Token)).ShouldBeOfType<Reply.Rejected>().Code.ShouldBe("revision-changed");
    }

    [Fact]
    public async Task The_tables_say_what_happened()
    {
        await Story();
        (await Store.Rows("SELECT name, organization_id, tenant_mode, config_revision, config_confirmed, config_confirmed_by, status FROM clients", Token))
            .ShouldBe(["Acme|acme|prefixed_tables|4|1|kim|active"]);
        (await Store.Rows("SELECT version, is_active, created_by FROM feature_configs WHERE feature_type = 'ema' ORDER BY version", Token))
            .ShouldBe(["1|0|anna", "2|0|anna", "3|1|anna"]);
        (await Store.Rows("SELECT max_levels, version, is_active FROM bom_configs", Token)).ShouldBe(["7|1|1"]);
        (await Store.Rows("SELECT id, status, attempt, progress_done, resume_at, result_rows, error_message FROM batches ORDER BY id", Token))
            .ShouldBe(["night-1|done|2|5|year=2025|100|null"]);
        (await Store.Rows("SELECT level, message FROM processing_logs ORDER BY entry", Token)).ShouldBe(
            [
                "info|queued by anna", "info|attempt 1 started by w1", "info|attempt 1: 5 of 9", "warn|attempt 1 failed and is tried again: disk full",
                "info|attempt 2 started by w2", "info|attempt 2 made 100 rows",
            ]);
        (await Store.Rows("SELECT name, kind, type, nan_semantics, batch_id FROM feature_metadata", Token)).ShouldBe(["ema_7|past|ema|no sale yet|night-1"]);
        (await Store.Rows("SELECT status, records_processed, error_message FROM bom_explosion_status", Token)).ShouldBe(["failed|12|A -> B -> A"]);
        (await Store.Rows("SELECT work, schedule_type, at_time, day_of_week, interval_minutes FROM client_processing_schedule", Token))
            .ShouldBe(["features|weekly|02:30|1|null"]);
        (await Store.Rows("SELECT work, schedule_type, interval_minutes FROM scheduler_config", Token)).ShouldBe(["bom|interval|15"]);
        (await Journal.Verify(Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_audit_says_who_changed_what_from_which_value_to_which()
    {
        await Given.Client(Journal).Accept(Token, Given.Register(), Rename("Acme"));
        var row = (await Store.Rows("SELECT who, entity, what, before, after FROM audit_log WHERE version = 2", Token)).ShouldHaveSingleItem();
        row.Replace("\"Acme Foods\"", "Acme Foods").Replace(": ", ":").ShouldBe("""anna|client:acme|client.renamed|Acme Foods|{"name":"Acme"}""");
    }

    [Theory]
    [InlineData("UPDATE clients SET name = 'Evil'", "clients, organization id acme: name is 'Evil', by the events 'Acme'.")]
    [InlineData("DELETE FROM feature_configs WHERE version = 1", "feature_configs, client acme feature type ema version 1: the row is missing.")]
    [InlineData("UPDATE feature_configs SET version = 9 WHERE version = 3", "feature_configs, client acme feature type ema version 9: no event explains the row.")]
    [InlineData("UPDATE batches SET result_rows = 101", "batches, id night-1: result_rows is '101', by the events '100'.")]
    [InlineData("DELETE FROM events WHERE version = 2 AND entity = 'explosion:acme'", "explosion:acme")]
    [InlineData("UPDATE journal_heads SET version = 99 WHERE entity = 'client:acme'", "client:acme")]
    public async Task Tables_that_no_event_explains_are_found(string tampering, string where)
    {
        await Story();
        await Store.Rows(tampering, Token);
        (await Journal.Verify(Token)).Findings.ShouldContain(finding => finding.Contains(where));
    }

    [Theory]
    [InlineData("UPDATE feature_configs SET is_active = true")]
    [InlineData("INSERT INTO bom_configs SELECT '00000000-0000-0000-0000-000000000001', client_id, 5, true, true, true, 2, created_at, created_by FROM bom_configs")]
    [InlineData("UPDATE feature_configs SET version = 1")]
    [InlineData("UPDATE clients SET config_confirmed = false")]
    [InlineData("UPDATE clients SET status = 'gone'")]
    [InlineData("UPDATE batches SET status = 'running'")]
    [InlineData("UPDATE client_processing_schedule SET interval_minutes = 5")]
    [InlineData("INSERT INTO processing_logs SELECT 'nobody', entry, at, level, message FROM processing_logs")]
    public async Task A_wrong_state_is_refused_by_the_tables(string sql)
    {
        await Story();
        await Should.ThrowAsync<DbException>(() => Store.Rows(sql, Token));
    }

    [Fact]
    public async Task Logs_land_in_their_table()
    {
        await Journal.Log([new LogRow(Given.Stamp().When, "error", "it broke", "stack", """{"client_id":"acme"}""")], Token);
        (await Store.Rows("SELECT level, message, error FROM logs", Token)).ShouldBe(["error|it broke|stack"]);
    }

    [Fact]
    public async Task Every_type_of_the_catalog_is_in_the_dictionary()
    {
        var names = await Store.Rows("SELECT name FROM feature_types", Token);
        SecretMagic.Features.FeatureCatalog.All.Select(type => type.Name).Except(names).ShouldBeEmpty();
    }

    private async Task Story()
    {
        var client = Given.Client(Journal);
        await client.Accept(
            Token, Given.Register(), Rename("Acme"), Given.Configure("""{"a":1}"""), Given.Configure("""{"a":2}"""),
            new ClientCommand.RestoreFeature(Given.Acme, Given.Stamp(), Given.Ema, 1),
            new ClientCommand.ConfigureBom(Given.Acme, Given.Stamp(), BomConfig.Default with { MaxLevels = 7 }),
            new ClientCommand.ScheduleWork(Given.Acme, Given.Stamp(), WorkKind.Features, Schedule.Parse("weekly mon 02:30")),
            new ClientCommand.ConfirmConfig(Given.Acme, Given.Stamp("kim"), 4));
        (await client.Read(Token)).State.TryClear(Given.Acme, out var clearance, out _).ShouldBeTrue();
        var id = BatchId.Parse("night-1");
        await Given.Batch(Journal, id).Accept(
            Token, new BatchCommand.Enqueue(id, Given.Stamp(), clearance!, Given.Order, 2), new BatchCommand.Start(id, Given.Stamp(), clearance!, 1, "w1"),
            new BatchCommand.Report(id, Given.Stamp(), 1, new BatchProgress(5, 9, "year=2025")), new BatchCommand.Fail(id, Given.Stamp(), 1, "disk full", true),
            new BatchCommand.Start(id, Given.Stamp(), clearance!, 2, "w2"),
            new BatchCommand.Complete(id, Given.Stamp(), 2, new BatchResult("acme/v1", 100, [new ProducedFeature("ema_7", "past", "ema", "no sale yet")])));
        await new JournaledEntity<Explosion, ExplosionCommand, ExplosionEvent>(Journal, EntityId.Explosion(Given.Acme)).Accept(
            Token, new ExplosionCommand.Start(Given.Acme, Given.Stamp(), id), new ExplosionCommand.Complete(Given.Acme, Given.Stamp(), id, 12),
            new ExplosionCommand.Start(Given.Acme, Given.Stamp(), id), new ExplosionCommand.Fail(Given.Acme, Given.Stamp(), id, "A -> B -> A"));
        await new JournaledEntity<Installation, InstallationCommand, InstallationEvent>(Journal, EntityId.Installation).Accept(
            Token, new InstallationCommand.ScheduleWork(Given.Stamp(), WorkKind.Bom, Schedule.Parse("every 15m")));
    }

    private static ClientCommand.Rename Rename(string name) => new(Given.Acme, Given.Stamp(), name);

    private static ClientEvent.Registered Registered => new("Acme", TenantMode.Shared, new EnabledFeatures(true, false), Contacts.None);

    private Task<AppendOutcome> Append(long expected, params Event[] events) =>
        Journal.Append(new NewEvents(EntityId.Client(Given.Acme), expected, Given.Stamp(), [.. events], null), Token);
}

public sealed class SqliteJournalTests : JournalContract
{
    private protected override Task<Store> NewStore() => Task.FromResult<Store>(new SqliteStore());
}

public sealed class PostgresJournalTests(PostgresServer server) : JournalContract
{
    private protected override async Task<Store> NewStore() => new PostgresStore(await server.NewDatabase(Token));
}
