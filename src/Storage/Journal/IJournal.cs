using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Journal;

/// <summary>
/// The events of every entity, and the tables that follow from them, written in one transaction. Versions of an entity are 1, 2, 3 ... without a gap
/// whatever fails, and of two writers one is told of a conflict. Safe to use from many threads and many processes at the same time.
/// </summary>
public interface IJournal : IAsyncDisposable
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

    /// <summary>The events of an entity behind a version, in order, at most so many; none when it has no later ones.</summary>
    Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token);

    /// <summary>What a shard of series computed so far, as it was saved last; null when nothing was.</summary>
    Task<ShardBlob?> ShardState(EntityId shard, CancellationToken token);

    /// <summary>Saves what a shard of series computed, unless a later state is there. The events alone are the truth: it may be lost.</summary>
    Task SaveShardState(EntityId shard, ShardBlob blob, CancellationToken token);

    /// <summary>The results in the lake that are registered for a client, by location.</summary>
    Task<IReadOnlyList<LakeResult>> Results(TenantId tenant, CancellationToken token);

    /// <summary>Adds lines to the table logs, all or none. They belong to no entity and are not replayed.</summary>
    Task Log(IReadOnlyList<LogRow> rows, CancellationToken token);

    /// <summary>Deletes lines of the table logs that are older than a moment.</summary>
    /// <param name="before">Older than this.</param>
    /// <param name="limit">At most so many, the oldest.</param>
    /// <param name="token">Stops waiting.</param>
    /// <returns>How many are gone.</returns>
    Task<int> Forget(DateTimeOffset before, int limit, CancellationToken token);

    /// <summary>What is asked of the tables.</summary>
    TableQueries Tables { get; }

    /// <summary>Replays every event beside the tables, as of one moment, and compares. Nothing is changed.</summary>
    Task<VerifyReport> Verify(CancellationToken token);
}
