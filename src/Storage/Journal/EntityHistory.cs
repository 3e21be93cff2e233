using System.Collections.Immutable;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Journal;

/// <summary>What the journal knows of an entity, as of one moment.</summary>
/// <param name="Snapshot">The state to begin with; null when it begins with nothing.</param>
/// <param name="Commands">The commands behind the last events up to the snapshot, oldest first.</param>
/// <param name="Events">The events behind the snapshot, in order.</param>
public sealed record EntityHistory(
    Snapshot? Snapshot, ImmutableArray<(CommandId Command, long Version)> Commands, ImmutableArray<Recorded> Events);
