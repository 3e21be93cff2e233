namespace SecretMagic.Domain;

/// <summary>The question what an entity is.</summary>
/// <typeparam name="TState">Its state.</typeparam>
/// <param name="Entity">Which one, of the kind that has this state.</param>
public sealed record StateOf<TState>(EntityId Entity) : Query<Versioned<TState>>(Entity) where TState : class;
