using SecretMagic.Domain;

namespace SecretMagic.Storage.Journal;

/// <summary>The state of an entity at a version: a shortcut that may be absent or old.</summary>
/// <param name="Entity">Whose state.</param>
/// <param name="Version">The last event in it.</param>
/// <param name="Manifest">The form of the state.</param>
/// <param name="Json">The state.</param>
public sealed record Snapshot(EntityId Entity, long Version, string Manifest, string Json);
