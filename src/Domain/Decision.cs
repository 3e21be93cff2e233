using System.Collections.Immutable;

namespace SecretMagic.Domain;

/// <summary>What a decider says to a command: events, at least one, or a rejection. The default value is neither and throws when it is used.</summary>
/// <typeparam name="TEvent">The events of the entity.</typeparam>
public readonly record struct Decision<TEvent> where TEvent : Event
{
    private readonly ImmutableArray<TEvent> _events;

    private Decision(ImmutableArray<TEvent> events, Reply.Rejected? rejection) => (_events, Rejection) = (events, rejection);

    /// <summary>What happens; empty when it is rejected.</summary>
    public ImmutableArray<TEvent> Events =>
        _events.IsDefault ? throw new InvalidOperationException("The decision was never made.") : _events;

    /// <summary>Why it does not happen; null when it does.</summary>
    public Reply.Rejected? Rejection { get; }

    internal static Decision<TEvent> Reject(string code, string reason) => new([], new Reply.Rejected(code, reason));

    internal static Decision<TEvent> Accept(params ReadOnlySpan<TEvent> events) =>
        events.IsEmpty ? throw new InvalidOperationException("An accepted command leaves an event.") : new([.. events], null);
}
