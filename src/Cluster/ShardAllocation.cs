using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace SecretMagic.Cluster;

/// <summary>
/// Which worker gets a shard: the one with the fewest, and none that is about to leave. Each home is written to all workers before the next one, and whoever
/// asks for a shard that moves waits for all that move with it: so a few move at once, and the next ones in the next round.
/// </summary>
internal sealed class ShardAllocation : IActorSystemDependentAllocationStrategy
{
    private const int AtOnce = 5;

    private static readonly Task<IImmutableSet<string>> None = Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);

    private readonly IShardAllocationStrategy _least = ShardAllocationStrategy.LeastShardAllocationStrategy(AtOnce, relativeLimit: 1);
    private ImmutableHashSet<int> _departing = [];
    private Akka.Cluster.Cluster _cluster = null!;

    /// <inheritdoc/>
    public void Start(ActorSystem system)
    {
        _cluster = Akka.Cluster.Cluster.Get(system);
        ((IActorSystemDependentAllocationStrategy)_least).Start(system);
    }

    /// <summary>A worker is about to leave.</summary>
    internal void Avoid(int uid) => ImmutableInterlocked.Update(ref _departing, (all, one) => all.Add(one), uid);

    /// <summary>A worker was said to leave.</summary>
    internal bool Avoids(int uid) => _departing.Contains(uid);

    /// <inheritdoc/>
    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        _least.AllocateShard(requester, shardId, Staying(currentShardAllocations));

    /// <inheritdoc/>
    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var staying = Staying(currentShardAllocations);
        var leaving = currentShardAllocations.Where(region => !staying.ContainsKey(region.Key)).SelectMany(region => region.Value)
            .Take(AtOnce).ToImmutableHashSet();
        if (leaving.Count == 0) return _least.Rebalance(staying, rebalanceInProgress);
        // All must agree to a move, so it is not begun while one of them is silent.
        return rebalanceInProgress.Count > 0 || _cluster.State.Unreachable.Count > 0 ? None : Task.FromResult<IImmutableSet<string>>(leaving);
    }

    /// <summary>The workers that do not leave; all, if all do.</summary>
    private IImmutableDictionary<IActorRef, IImmutableList<string>> Staying(IImmutableDictionary<IActorRef, IImmutableList<string>> regions)
    {
        var departing = _cluster.State.Members.Where(member => Avoids(member.UniqueAddress.Uid)).Select(member => member.Address).ToHashSet();
        var staying = regions.Where(region => !departing.Contains(Of(region.Key))).ToImmutableDictionary();
        return staying.Count > 0 ? staying : regions;

        Address Of(IActorRef region) => region.Path.Address.HasLocalScope ? _cluster.SelfAddress : region.Path.Address;
    }
}
