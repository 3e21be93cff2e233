namespace SecretMagic.Domain;

/// <summary>The state of an entity after its first so many events.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="Version">The number of the last event in it; 0 before the first.</param>
/// <param name="State">The state.</param>
public sealed record Versioned<TState>(long Version, TState State) where TState : class;
