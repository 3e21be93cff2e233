using System.Collections.Immutable;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Storage.Journal;

/// <summary>
/// An entity whose events are stored: loaded when it is first needed, and brought up to date whenever another writer was faster. Every answer is true of what
/// is stored: an accepted command is synced, and a rejection was decided on a state that was current. One call at a time.
/// </summary>
/// <typeparam name="TState">The state and its decider.</typeparam>
/// <typeparam name="TCommand">What it can be told.</typeparam>
/// <typeparam name="TEvent">What can happen to it.</typeparam>
public sealed class JournaledEntity<TState, TCommand, TEvent>(IEventStore store, EntityId id)
    where TState : class, IDecider<TState, TCommand, TEvent>
    where TCommand : Command
    where TEvent : Event
{
    /// <summary>Events between two snapshots.</summary>
    private const int SnapshotEvery = 100;

    /// <summary>A state that is stored, though others may have gone on since.</summary>
    private Entity<TState, TCommand, TEvent>? _entity;
    private long _snapshot;

    /// <summary>The entity as it is held, loaded when it is not.</summary>
    public async Task<Entity<TState, TCommand, TEvent>> Read(CancellationToken token) => _entity ??= await Load(token);

    /// <summary>The entity as it is stored at this moment.</summary>
    public async Task<Entity<TState, TCommand, TEvent>> ReadCurrent(CancellationToken token)
    {
        if (_entity is not { } held) return await Read(token);
        return _entity = Replayed(held, await store.Since(id, held.Version, int.MaxValue, token));
    }

    /// <summary>Decides a command and stores what it leads to. When it throws, the outcome is unknown: send the command again.</summary>
    public Task<Reply> Handle(TCommand command, CancellationToken token) => Handle(_ => command, token);

    /// <summary>The same for a command that follows from the state: asked anew for each state it is decided on, so no other change is undone.</summary>
    /// <param name="wish">The command for a state; each time with the same stamp.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    public async Task<Reply> Handle(Func<TState, TCommand> wish, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return (await Handle(1, (_, state) => wish(state), token))[0];
    }

    /// <summary>
    /// Decides commands one behind the other, and stores what they lead to in one append: all of it or nothing. When it throws, the outcome of each is
    /// unknown.
    /// </summary>
    /// <returns>The answer to each.</returns>
    public Task<Reply[]> Handle(IReadOnlyList<TCommand> commands, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return Handle(commands.Count, (at, _) => commands[at], token);
    }

    private async Task<Reply[]> Handle(int count, Func<int, TState, TCommand> wish, CancellationToken token)
    {
        var isCurrent = _entity is null;
        var entity = await Read(token);
        while (true)
        {
            var (replies, events, next) = Decide(entity, count, wish);
            if (events.Count == 0)
            {
                // What is held may be old; only what is stored may reject.
                if (isCurrent || !Array.Exists(replies, reply => reply is Reply.Rejected)) return replies;
                var version = entity.Version;
                entity = await ReadCurrent(token);
                if (entity.Version == version) return replies;
                isCurrent = true;
                continue;
            }

            var snapshot = next.Version - _snapshot >= SnapshotEvery ? SnapshotOf(next) : null;
            var outcome = await store.Append(new NewEvents(id, entity.Version, events.ToImmutable(), snapshot), token);
            if (outcome.IsStored)
            {
                _entity = next;
                _snapshot = snapshot?.Version ?? _snapshot;
                return replies;
            }

            // A store that is behind what was read from it was put back to an older state: nothing that is held is true any more.
            if (outcome.Version <= entity.Version) _entity = null;
            entity = await ReadCurrent(token);
            isCurrent = true;
        }
    }

    private (Reply[] Replies, ImmutableArray<(Stamp Stamp, Event Event)>.Builder Events, Entity<TState, TCommand, TEvent> Next) Decide(
        Entity<TState, TCommand, TEvent> entity, int count, Func<int, TState, TCommand> wish)
    {
        var replies = new Reply[count];
        var events = ImmutableArray.CreateBuilder<(Stamp Stamp, Event Event)>(count);
        for (var at = 0; at < count; at++)
        {
            var command = wish(at, entity.State);
            if (command.Entity != id) throw new ArgumentException($"The command is for {command.Entity}, this is {id}.", nameof(wish));
            var before = entity.State;
            (replies[at], var happened) = entity.Handle(command);
            foreach (var now in happened)
            {
                entity = entity.Evolve(new Recorded(id, entity.Version + 1, command.Stamp, now));
                events.Add((command.Stamp, now));
            }

            if (replies[at] is Reply.Accepted accepted && ReferenceEquals(before, entity.State)) replies[at] = accepted with { Changes = 0 };
        }

        return (replies, events, entity);
    }

    private async Task<Entity<TState, TCommand, TEvent>> Load(CancellationToken token)
    {
        var history = await store.Load(id, fromSnapshot: true, token);
        if (history.Snapshot is not { } snapshot) return Replayed(new Entity<TState, TCommand, TEvent>(), history.Events);
        if (StateOf(snapshot) is not { } state)
            return Replayed(new Entity<TState, TCommand, TEvent>(), (await store.Load(id, fromSnapshot: false, token)).Events);
        _snapshot = snapshot.Version;
        var commands = history.Commands.Aggregate(CommandMemory.Empty, (memory, known) => memory.With(known.Command, known.Version));
        return Replayed(new Entity<TState, TCommand, TEvent>(snapshot.Version, state, commands), history.Events);
    }

    private static Entity<TState, TCommand, TEvent> Replayed(Entity<TState, TCommand, TEvent> entity, ImmutableArray<Recorded> events) =>
        events.Aggregate(entity, (now, recorded) => now.Evolve(recorded));

    /// <summary>Null when another version of the program wrote it: the events say the same.</summary>
    private static TState? StateOf(Snapshot snapshot)
    {
        try
        {
            return ProtocolJson.Read(snapshot.Manifest, snapshot.Json) as TState;
        }
        catch (Exception unreadable) when (unreadable is UnknownManifestException or JsonException)
        {
            return null;
        }
    }

    private static Snapshot SnapshotOf(Entity<TState, TCommand, TEvent> entity)
    {
        var (manifest, json) = ProtocolJson.Write(entity.State);
        return new Snapshot(entity.Version, manifest, json);
    }
}
