using System.Collections.Immutable;
using System.Text.Json;
using SecretMagic.Domain;
using SecretMagic.Storage.Wire;

namespace SecretMagic.Storage.Journal;

/// <summary>
/// An entity whose events are in the journal: loaded when it is first needed, and again whenever another writer was faster. Every answer is true of what
/// is stored: an accepted command is synced, and a rejection was decided on a state that was read for it. One command at a time.
/// </summary>
/// <typeparam name="TState">The state and its decider.</typeparam>
/// <typeparam name="TCommand">What it can be told.</typeparam>
/// <typeparam name="TEvent">What can happen to it.</typeparam>
public sealed class JournaledEntity<TState, TCommand, TEvent>(IJournal journal, EntityId id)
    where TState : class, IDecider<TState, TCommand, TEvent>
    where TCommand : Command
    where TEvent : Event
{
    /// <summary>Events between two snapshots.</summary>
    private const int SnapshotEvery = 100;

    private Entity<TState, TCommand, TEvent>? _entity;
    private long _snapshot;

    /// <summary>The entity as it is held, loaded when it is not.</summary>
    public async Task<Entity<TState, TCommand, TEvent>> Read(CancellationToken token) => _entity ??= await Load(token);

    /// <summary>Decides a command and stores what it leads to. When it throws, the outcome is unknown: send the command again.</summary>
    public Task<Reply> Handle(TCommand command, CancellationToken token) => Handle(_ => command, token);

    /// <summary>The same for a command that follows from the state: asked anew for each state it is decided on, so no other change is undone.</summary>
    /// <param name="wish">The command for a state; each time with the same stamp.</param>
    /// <param name="token">Stops waiting; the outcome is unknown then.</param>
    public async Task<Reply> Handle(Func<TState, TCommand> wish, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(wish);
        while (true)
        {
            var isFresh = _entity is null;
            var entity = await Read(token);
            var command = wish(entity.State);
            if (command.Entity != id) throw new ArgumentException($"The command is for {command.Entity}, this is {id}.", nameof(wish));
            var (reply, events) = entity.Handle(command);
            if (reply is Reply.Duplicate) return reply;
            if (events.IsEmpty && isFresh) return reply;
            // What is held may be old; only what is stored may reject. Dropped before the append, so that a failure leaves nothing that is unsure.
            _entity = null;
            if (events.IsEmpty) continue;
            var next = events.Aggregate(entity, (now, happened) => now.Evolve(new Recorded(id, now.Version + 1, command.Stamp, happened)));
            var snapshot = next.Version - _snapshot >= SnapshotEvery ? SnapshotOf(next) : null;
            var outcome = await journal.Append(new NewEvents(id, entity.Version, command.Stamp, [.. events], snapshot), token);
            if (!outcome.IsStored) continue;
            _entity = next;
            _snapshot = snapshot?.Version ?? _snapshot;
            return reply;
        }
    }

    private async Task<Entity<TState, TCommand, TEvent>> Load(CancellationToken token)
    {
        var history = await journal.Load(id, fromSnapshot: true, token);
        if (history.Snapshot is not { } snapshot) return Replayed(new Entity<TState, TCommand, TEvent>(), history.Events);
        if (StateOf(snapshot) is not { } state)
            return Replayed(new Entity<TState, TCommand, TEvent>(), (await journal.Load(id, fromSnapshot: false, token)).Events);
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
