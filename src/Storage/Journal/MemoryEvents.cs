using System.Collections.Concurrent;
using System.Collections.Immutable;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Journal;

/// <summary>Events in memory, for tests and trials: they end with the process.</summary>
public sealed class MemoryEvents : IEventStore
{
    private readonly ConcurrentDictionary<EntityId, List<Recorded>> _entities = new();
    private readonly ConcurrentDictionary<EntityId, ShardBlob> _shards = new();

    /// <inheritdoc/>
    public Task<AppendOutcome> Append(NewEvents events, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(events);
        token.ThrowIfCancellationRequested();
        var entity = _entities.GetOrAdd(events.Entity, _ => []);
        lock (entity)
        {
            if (entity.Count != events.ExpectedVersion) return Task.FromResult(new AppendOutcome(false, entity.Count));
            foreach (var (stamp, happened) in events.Events) entity.Add(new Recorded(events.Entity, entity.Count + 1, stamp, happened));
            return Task.FromResult(new AppendOutcome(true, entity.Count));
        }
    }

    /// <inheritdoc/>
    public async Task<EntityHistory> Load(EntityId entity, bool fromSnapshot, CancellationToken token) =>
        new(null, [], await Since(entity, 0, int.MaxValue, token));

    /// <inheritdoc/>
    public Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (!_entities.TryGetValue(entity, out var events)) return Task.FromResult(ImmutableArray<Recorded>.Empty);
        lock (events) return Task.FromResult(events.Skip((int)version).Take(limit).ToImmutableArray());
    }

    /// <inheritdoc/>
    public Task<ShardBlob?> ShardState(EntityId shard, CancellationToken token) => Task.FromResult(_shards.GetValueOrDefault(shard));

    /// <inheritdoc/>
    public Task SaveShardState(EntityId shard, ShardBlob blob, CancellationToken token)
    {
        _shards.AddOrUpdate(shard, blob, (_, kept) => kept.Version > blob.Version ? kept : blob);
        return Task.CompletedTask;
    }
}
