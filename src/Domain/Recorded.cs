namespace SecretMagic.Domain;

/// <summary>An event in its place in the journal.</summary>
/// <param name="Entity">Whose event it is.</param>
/// <param name="Version">Its number within the entity: 1, 2, 3 ... without a gap.</param>
/// <param name="Stamp">The command that caused it.</param>
/// <param name="Event">What happened.</param>
public sealed record Recorded(EntityId Entity, long Version, Stamp Stamp, Event Event);
