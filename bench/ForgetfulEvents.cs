using System.Collections.Concurrent;
using System.Collections.Immutable;
using SecretMagic.Domain;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Bench;

/// <summary>A store that knows the version of each entity and no event: what is timed is the gateway, not how fast memory fills.</summary>
internal sealed class ForgetfulEvents : IEventStore
{
    private readonly ConcurrentDictionary<EntityId, long> _versions = new();

    public Task<AppendOutcome> Append(NewEvents events, CancellationToken token)
    {
        var version = _versions.GetValueOrDefault(events.Entity);
        if (version != events.ExpectedVersion) return Task.FromResult(new AppendOutcome(false, version));
        _versions[events.Entity] = version + events.Events.Length;
        return Task.FromResult(new AppendOutcome(true, version + events.Events.Length));
    }

    public Task<EntityHistory> Load(EntityId entity, bool fromSnapshot, CancellationToken token) => Task.FromResult(new EntityHistory(null, [], []));

    public Task<ImmutableArray<Recorded>> Since(EntityId entity, long version, int limit, CancellationToken token) =>
        Task.FromResult(ImmutableArray<Recorded>.Empty);

    public Task<ShardBlob?> ShardState(EntityId shard, CancellationToken token) => Task.FromResult<ShardBlob?>(null);

    public Task SaveShardState(EntityId shard, ShardBlob blob, CancellationToken token) => Task.CompletedTask;
}
