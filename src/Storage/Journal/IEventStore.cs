using System.Collections.Immutable;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Journal;

/// <summary>
/// The events of every entity. Versions of an entity are 1, 2, 3 ... without a gap whatever fails, and of two writers one is told of a conflict. Safe to use
/// from many threads and, where the store is shared, from many processes at the same time.
/// </summary>
public interface IEventStore
{
    /// <summary>
    /// Stores events. Appends that wait at the same time share a transaction. When the call fails or is cancelled, the outcome is unknown: load the entity
    /// and look for the command.
    /// </summary>
    Task<AppendOutcome> Append(NewEvents events, CancellationToken token);

    /// <summary>Everything needed to hold an entity in memory.</summary>
    /// <param name="entity">Which one; one without events has an empty history.</param>
    /// <param name="fromSnapshot">Begin with the snapshot, when there is one; else with the first event.</param>
    /// <param name="token">Stops waiting.</param>
    Task<EntityHistory> Load(EntityId entity, bool fromSnapshot, CancellationToken token);

    /// <summary>The events behind a version, in order, at most so many; none when it is the last one.</summary>
    Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token);

    /// <summary>What a shard of series computed so far, as it was saved last; null when nothing was.</summary>
    Task<ShardBlob?> ShardState(EntityId shard, CancellationToken token);

    /// <summary>Saves what a shard of series computed, unless a later state is there. The events alone are the truth: it may be lost.</summary>
    Task SaveShardState(EntityId shard, ShardBlob blob, CancellationToken token);
}
