using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Unit.Domain;

/// <summary>Commands and their stamps for tests.</summary>
internal static class Given
{
    internal static readonly TenantId Acme = TenantId.Parse("acme");

    internal static readonly FeatureTypeName Ema = FeatureTypeName.Parse("ema");

    internal static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static long s_commands;

    /// <summary>The stamp of a new command.</summary>
    internal static Stamp Stamp(string who = "anna", string? command = null) =>
        SecretMagic.Domain.Stamp.Create(CommandId.Parse(command ?? $"c-{Interlocked.Increment(ref s_commands)}"), who, Noon);

    internal static ConfigDocument Config(string json) => ConfigDocument.Parse(json);

    /// <summary>An order of features, as whoever queues gives it.</summary>
    internal static WorkOrder Order(params ReadOnlySpan<string> more)
    {
        var options = new Dictionary<string, string> { ["input"] = "/data/sales.csv", ["features"] = "/data/features.yaml" };
        for (var at = 0; at < more.Length; at += 2) options[more[at]] = more[at + 1];
        return new WorkOrder(WorkKind.Features, options.ToImmutableSortedDictionary());
    }

    internal static ClientCommand.Register Register(Stamp? stamp = null) =>
        new(Acme, stamp ?? Stamp(), "Acme Foods", TenantMode.PrefixedTables, new EnabledFeatures(true, true), new Contacts("kim@acme.example", "+44 20 1"));

    /// <summary>A result that was written for a mode.</summary>
    internal static ClientCommand.RegisterResult Result(TenantMode mode) => new(
        Acme, Stamp(), ResultKind.Features, FeatureSetName.Parse("demand_v1"), BatchId.Parse("night-1"), 1, mode, 100, new string('a', 64));

    /// <summary>The entity after commands that are all accepted.</summary>
    internal static Entity<TState, TCommand, TEvent> After<TState, TCommand, TEvent>(
        this Entity<TState, TCommand, TEvent> entity, params ReadOnlySpan<TCommand> commands)
        where TState : class, IDecider<TState, TCommand, TEvent> where TCommand : Command where TEvent : Event
    {
        foreach (var command in commands)
        {
            var (reply, events) = entity.Handle(command);
            reply.ShouldBeOfType<Reply.Accepted>(reply.ToString());
            entity = entity.With(command, events);
        }

        return entity;
    }

    internal static Entity<TState, TCommand, TEvent> With<TState, TCommand, TEvent>(
        this Entity<TState, TCommand, TEvent> entity, TCommand command, IEnumerable<TEvent> events)
        where TState : class, IDecider<TState, TCommand, TEvent> where TCommand : Command where TEvent : Event =>
        events.Aggregate(entity, (now, happened) => now.Evolve(new Recorded(command.Entity, now.Version + 1, command.Stamp, happened)));

    /// <summary>The code of a rejection whose reason names the entity and is worth reading.</summary>
    internal static string RejectionOf<TState, TCommand, TEvent>(this Entity<TState, TCommand, TEvent> entity, TCommand command)
        where TState : class, IDecider<TState, TCommand, TEvent> where TCommand : Command where TEvent : Event
    {
        var (reply, events) = entity.Handle(command);
        events.ShouldBeEmpty();
        var rejected = reply.ShouldBeOfType<Reply.Rejected>(reply.ToString());
        rejected.Reason.Length.ShouldBeInRange(20, 600);
        return rejected.Code;
    }

    /// <summary>A state in writing: two states are the same when they are written the same.</summary>
    internal static string Written(object state) => ProtocolJson.Write(state).Json;
}
