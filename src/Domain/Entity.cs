using System.Collections.Immutable;

namespace SecretMagic.Domain;

/// <summary>An entity as it is held in memory: the state, its version, and the commands that are remembered.</summary>
/// <typeparam name="TState">The state and its decider.</typeparam>
/// <typeparam name="TCommand">What it can be told.</typeparam>
/// <typeparam name="TEvent">What can happen to it.</typeparam>
/// <param name="Version">The number of its last event; 0 before the first.</param>
/// <param name="State">What the events made of it.</param>
/// <param name="Commands">The commands behind its last events.</param>
public sealed record Entity<TState, TCommand, TEvent>(long Version, TState State, CommandMemory Commands)
    where TState : class, IDecider<TState, TCommand, TEvent>
    where TCommand : Command
    where TEvent : Event
{
    /// <summary>The entity before anything happened.</summary>
    public Entity() : this(0, TState.Initial, CommandMemory.Empty)
    {
    }

    /// <summary>
    /// What the command leads to: the events to store, and what to answer once they are stored. Without events the answer may go out at once.
    /// </summary>
    public (Reply Reply, ImmutableArray<TEvent> Events) Handle(TCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (Commands.VersionOf(command.Stamp.Command) is { } version) return (new Reply.Duplicate(version), []);
        if (command.Expected is { } expected && expected != Version)
        {
            var reason = $"{command.Entity} has version {Version}, not {expected}: look at what changed, then send it again for that version.";
            return (new Reply.Rejected("version-changed", reason), []);
        }

        var decision = TState.Decide(State, command);
        return decision.Rejection is { } rejection
            ? (rejection, [])
            : (new Reply.Accepted(Version + decision.Events.Length), decision.Events);
    }

    /// <summary>The entity after its next event.</summary>
    /// <exception cref="InvalidOperationException">The event is of another entity's kind, or is not the next one.</exception>
    public Entity<TState, TCommand, TEvent> Evolve(Recorded recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        if (recorded.Version != Version + 1)
            throw new InvalidOperationException($"{recorded.Entity}: event {recorded.Version} comes after {Version}; the journal has a gap.");
        if (recorded.Event is not TEvent happened)
            throw new InvalidOperationException($"{recorded.Entity}: event {recorded.Version} is {recorded.Event.GetType()}, which is not its own.");
        return new(recorded.Version, TState.Evolve(State, happened, recorded.Stamp), Commands.With(recorded.Stamp.Command, recorded.Version));
    }
}
