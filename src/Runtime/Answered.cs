using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>What became of a command.</summary>
/// <typeparam name="TState">The entity's state.</typeparam>
/// <param name="Reply">The answer.</param>
/// <param name="State">The state behind it.</param>
public sealed record Answered<TState>(Reply Reply, TState State);
