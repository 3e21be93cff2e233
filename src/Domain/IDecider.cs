namespace SecretMagic.Domain;

/// <summary>
/// An entity: three pure functions and the state they share. The state is what its events made of <see cref="Initial"/>, and nothing else decides.
/// </summary>
/// <typeparam name="TSelf">The state.</typeparam>
/// <typeparam name="TCommand">What it can be told.</typeparam>
/// <typeparam name="TEvent">What can happen to it.</typeparam>
public interface IDecider<TSelf, TCommand, TEvent>
    where TSelf : class, IDecider<TSelf, TCommand, TEvent>
    where TCommand : Command
    where TEvent : Event
{
    /// <summary>The state before anything happened.</summary>
    static abstract TSelf Initial { get; }

    /// <summary>What the command leads to. Total: every command is answered in every state.</summary>
    static abstract Decision<TEvent> Decide(TSelf state, TCommand command);

    /// <summary>The state after an event that was decided on this state.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="happened">The event.</param>
    /// <param name="stamp">The command that caused it.</param>
    static abstract TSelf Evolve(TSelf state, TEvent happened, Stamp stamp);
}
