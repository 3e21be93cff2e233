namespace SecretMagic.Storage.Journal;

/// <summary>What became of events. A failure of the store is no outcome but an exception.</summary>
/// <param name="IsStored">They are stored and synced; else another writer was first and nothing of them is stored: load and decide again.</param>
/// <param name="Version">The version of the entity behind it.</param>
public readonly record struct AppendOutcome(bool IsStored, long Version);
