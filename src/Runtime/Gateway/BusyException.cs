using SecretMagic.Domain;

namespace SecretMagic.Runtime;

/// <summary>Too much waits for an entity already: ask again later.</summary>
/// <param name="entity">Which one.</param>
public sealed class BusyException(EntityId entity) : Exception($"{entity}: too much waits for it already: ask again later.");
