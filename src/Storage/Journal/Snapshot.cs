namespace SecretMagic.Storage.Journal;

/// <summary>The state of an entity at a version: a shortcut that may be absent or old.</summary>
/// <param name="Version">The last event in it.</param>
/// <param name="Manifest">The form of the state.</param>
/// <param name="Json">The state.</param>
public sealed record Snapshot(long Version, string Manifest, string Json);
