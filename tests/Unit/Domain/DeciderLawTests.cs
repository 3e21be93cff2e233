using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Unit.Domain;

/// <summary>What holds for every entity, whatever it is told.</summary>
public sealed class DeciderLawTests
{
    private static readonly BatchId Id = BatchId.Parse("night-1");

    private static readonly string[] Configs = ["{}", """{"a":1}""", """{"a":2}"""];

    private static readonly Gen<ClientCommand> Clients = Gen.OneOf<ClientCommand>(
        Gen.Fresh<ClientCommand>(() => Given.Register()),
        from name in Gen.Elements("Acme", "Acme Foods", "") select (ClientCommand)new ClientCommand.Rename(Given.Acme, Given.Stamp(), name),
        from status in Gen.Elements(ClientStatus.Active, ClientStatus.Active, ClientStatus.Suspended)
        select (ClientCommand)new ClientCommand.ChangeStatus(Given.Acme, Given.Stamp(), status),
        from config in Gen.Elements(Configs)
        from type in Gen.Elements("ema", "lag")
        select (ClientCommand)new ClientCommand.ConfigureFeature(Given.Acme, Given.Stamp(), FeatureTypeName.Parse(type), Given.Config(config)),
        from version in Gen.Choose(0, 5) select (ClientCommand)new ClientCommand.RestoreFeature(Given.Acme, Given.Stamp(), Given.Ema, version),
        Gen.Fresh<ClientCommand>(() => new ClientCommand.WithdrawFeature(Given.Acme, Given.Stamp(), Given.Ema)),
        from levels in Gen.Choose(0, 3)
        select (ClientCommand)new ClientCommand.ConfigureBom(Given.Acme, Given.Stamp(), BomConfig.Default with { MaxLevels = levels }),
        from mode in Gen.Elements(Enum.GetValues<TenantMode>())
        from command in Gen.Elements<Func<TenantMode, ClientCommand>>(
            to => new ClientCommand.ChooseTenantMode(Given.Acme, Given.Stamp(), to), to => new ClientCommand.MoveTenant(Given.Acme, Given.Stamp(), to),
            to => new ClientCommand.FinishMove(Given.Acme, Given.Stamp(), to), Given.Result)
        select command(mode),
        from revision in Gen.Choose(0, 8) select (ClientCommand)new ClientCommand.ConfirmConfig(Given.Acme, Given.Stamp(), revision),
        from country in Gen.Elements("GB", "DE", "")
        select (ClientCommand)new ClientCommand.ChooseSource(Given.Acme, Given.Stamp(), Given.Order("country", country)),
        from schedule in Gen.Elements("daily 02:00", "every 5m")
        select (ClientCommand)new ClientCommand.ScheduleWork(Given.Acme, Given.Stamp(), WorkKind.Bom, Schedule.Parse(schedule)),
        Gen.Fresh<ClientCommand>(() => new ClientCommand.UnscheduleWork(Given.Acme, Given.Stamp(), WorkKind.Bom)));

    private static readonly Gen<BatchCommand> Batches = Gen.OneOf<BatchCommand>(
        from attempts in Gen.Choose(1, 3)
        select (BatchCommand)new BatchCommand.Enqueue(Id, Given.Stamp(), new Clearance(Given.Acme, 1), Given.Order(), attempts),
        from attempt in Gen.Choose(1, 4)
        from revision in Gen.Elements(1, 1, 2)
        select (BatchCommand)new BatchCommand.Start(Id, Given.Stamp(), new Clearance(Given.Acme, revision), attempt, "w"),
        from attempt in Gen.Choose(1, 3)
        from done in Gen.Choose(0, 5)
        select (BatchCommand)new BatchCommand.Report(Id, Given.Stamp(), attempt, new BatchProgress(done, 5, $"at {done}")),
        from attempt in Gen.Choose(1, 3) select (BatchCommand)new BatchCommand.GiveBack(Id, Given.Stamp(), attempt),
        from attempt in Gen.Choose(1, 3) select (BatchCommand)new BatchCommand.Complete(Id, Given.Stamp(), attempt, new BatchResult("x", 1, [])),
        from attempt in Gen.Choose(1, 3)
        from again in Gen.Elements(true, true, false)
        select (BatchCommand)new BatchCommand.Fail(Id, Given.Stamp(), attempt, "broken", again),
        Gen.Fresh<BatchCommand>(() => new BatchCommand.Retry(Id, Given.Stamp())),
        Gen.Frequency((1, Gen.Constant(true)), (9, Gen.Constant(false))).Select(
            BatchCommand (stop) => stop ? new BatchCommand.Cancel(Id, Given.Stamp(), "stop") : new BatchCommand.Retry(Id, Given.Stamp())));

    [Fact]
    public void Replay_equals_the_state_of_a_client() => ReplayEqualsState<Client, ClientCommand, ClientEvent>(WithRegister);

    [Fact]
    public void Replay_equals_the_state_of_a_batch() => ReplayEqualsState<Batch, BatchCommand, BatchEvent>(Batches.ListOf());

    [Fact]
    public void A_command_sent_again_changes_nothing_and_gets_the_first_answer() => Prop.ForAll(WithRegister.ToArbitrary(), commands =>
    {
        var entity = new Entity<Client, ClientCommand, ClientEvent>();
        foreach (var command in commands)
        {
            var (reply, events) = entity.Handle(command);
            entity = entity.With(command, events);
            if (reply is not Reply.Accepted accepted) continue;
            accepted.Version.ShouldBe(entity.Version);
            entity.Handle(command).ShouldBe((new Reply.Duplicate(accepted.Version), []));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Versions_count_1_2_3_and_at_most_the_last_is_active() => Prop.ForAll(WithRegister.ToArbitrary(), commands =>
    {
        var (entity, log) = Run<Client, ClientCommand, ClientEvent>(commands);
        foreach (var type in log.Select(recorded => recorded.Event).OfType<ClientEvent.FeatureConfigured>().GroupBy(happened => happened.FeatureType))
        {
            type.Select(happened => happened.Version).ShouldBe(Enumerable.Range(1, type.Count()));
            entity.State.FeatureConfigs[type.Key].Last.ShouldBe(type.Count());
            type.Zip(type.Skip(1)).ShouldAllBe(pair => pair.Second.Was == null || pair.Second.Was == pair.First.Config && pair.Second.Config != pair.First.Config);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_client_that_may_be_processed_was_confirmed_after_its_last_change() => Prop.ForAll(WithRegister.ToArbitrary(), commands =>
    {
        var (entity, log) = Run<Client, ClientCommand, ClientEvent>(commands);
        var confirmed = log.FindLastIndex(recorded => recorded.Event is ClientEvent.ConfigConfirmed);
        var altered = log.FindLastIndex(recorded =>
            recorded.Event is ClientEvent.FeatureConfigured or ClientEvent.FeatureWithdrawn or ClientEvent.BomConfigured or ClientEvent.FeaturesSwitched
                or ClientEvent.SourceChosen);
        entity.State.TryClear(Given.Acme, out _, out _)
            .ShouldBe(entity.State.Status == ClientStatus.Active && confirmed > altered && entity.State.MovingTo is null);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_attempt_of_a_batch_starts_once() => Prop.ForAll(Batches.ListOf().ToArbitrary(), commands =>
    {
        var started = Run<Batch, BatchCommand, BatchEvent>(commands).Log.Select(recorded => recorded.Event).OfType<BatchEvent.Started>().ToArray();
        started.Select(happened => happened.Attempt).ShouldBe(Enumerable.Range(1, started.Length));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_memory_that_is_continued_in_two_ways_knows_its_own_commands_only() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte From, byte Command)[]>(),
        steps =>
        {
            var all = new List<(CommandMemory Memory, ImmutableArray<CommandId> Commands)> { (CommandMemory.Empty, []) };
            foreach (var (from, number) in steps.SelectMany(step => Enumerable.Repeat(step, 40)))
            {
                // Mostly the newest memory goes on; now and then an older one does.
                var (memory, commands) = all[from < 200 ? ^1 : new Index(from * 31 % all.Count)];
                var command = CommandId.Parse($"c{(number + commands.Length) % 300}");
                all.Add((memory.With(command, commands.Length + 1), commands.Add(command)));
            }

            foreach (var (memory, commands) in all)
            {
                foreach (var command in all[^1].Commands.Distinct())
                {
                    var last = commands.LastIndexOf(command) + 1L;
                    memory.VersionOf(command).ShouldBe(last > 0 && last > commands.Length - CommandMemory.Depth ? last : null);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void The_memory_of_commands_is_bounded_and_the_same_after_loading()
    {
        var entity = new Entity<Client, ClientCommand, ClientEvent>().After(Given.Register());
        var log = new List<Recorded>();
        for (var i = 0; i < 2 * CommandMemory.Depth; i++)
        {
            var command = new ClientCommand.Rename(Given.Acme, Given.Stamp(command: $"r-{i}"), $"Acme {i}");
            var (_, events) = entity.Handle(command);
            log.Add(new Recorded(command.Entity, entity.Version + 1, command.Stamp, events[0]));
            entity = entity.Evolve(log[^1]);
        }

        log.Count(recorded => entity.Commands.VersionOf(recorded.Stamp.Command) is not null).ShouldBe(CommandMemory.Depth);
        var loaded = log.TakeLast(CommandMemory.Depth).Aggregate(CommandMemory.Empty, (memory, recorded) => memory.With(recorded.Stamp.Command, recorded.Version));
        foreach (var recorded in log)
            loaded.VersionOf(recorded.Stamp.Command).ShouldBe(entity.Commands.VersionOf(recorded.Stamp.Command));
        loaded.VersionOf(CommandId.Parse("r-0")).ShouldBeNull();
    }

    [Fact]
    public void A_gap_or_a_stranger_in_the_journal_is_an_error()
    {
        var entity = new Entity<Client, ClientCommand, ClientEvent>().After(Given.Register());
        var id = EntityId.Client(Given.Acme);
        Should.Throw<InvalidOperationException>(() => entity.Evolve(new Recorded(id, 3, Given.Stamp(), new ClientEvent.Unchanged("name")))).Message.ShouldContain("gap");
        Should.Throw<InvalidOperationException>(() => entity.Evolve(new Recorded(id, 2, Given.Stamp(), new BatchEvent.Cancelled("x")))).Message.ShouldContain("Cancelled");
    }

    private static Gen<List<ClientCommand>> WithRegister =>
        from commands in Clients.ListOf() select new List<ClientCommand>([Given.Register(), .. commands]);

    private static void ReplayEqualsState<TState, TCommand, TEvent>(Gen<List<TCommand>> any)
        where TState : class, IDecider<TState, TCommand, TEvent> where TCommand : Command where TEvent : Event =>
        Prop.ForAll(any.ToArbitrary(), commands =>
        {
            var (entity, log) = Run<TState, TCommand, TEvent>(commands);
            var replayed = log.Aggregate(new Entity<TState, TCommand, TEvent>(), (now, recorded) => now.Evolve(recorded));
            if (entity.Version > 0) Given.Written(replayed.State).ShouldBe(Given.Written(entity.State));
            replayed.Version.ShouldBe(entity.Version);
            foreach (var command in commands) replayed.Commands.VersionOf(command.Stamp.Command).ShouldBe(entity.Commands.VersionOf(command.Stamp.Command));
        }).QuickCheckThrowOnFailure();

    private static (Entity<TState, TCommand, TEvent> Entity, List<Recorded> Log) Run<TState, TCommand, TEvent>(IEnumerable<TCommand> commands)
        where TState : class, IDecider<TState, TCommand, TEvent> where TCommand : Command where TEvent : Event
    {
        var entity = new Entity<TState, TCommand, TEvent>();
        var log = new List<Recorded>();
        foreach (var command in commands)
        {
            foreach (var happened in entity.Handle(command).Events)
            {
                log.Add(new Recorded(command.Entity, entity.Version + 1, command.Stamp, happened));
                entity = entity.Evolve(log[^1]);
            }
        }

        return (entity, log);
    }
}
