using System.Collections.Concurrent;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>
/// The plans of a client's shards, compiled once: all shards of a client share one. A later program may compile another hash from the same definition; then
/// what it computes is served under its own hash.
/// </summary>
internal sealed class CompiledPlans
{
    private readonly ConcurrentDictionary<ShardPlan, Lazy<OnlinePlan>> _plans = new();

    /// <summary>The plan of a shard.</summary>
    internal OnlinePlan Of(ShardPlan plan)
    {
        var key = plan with { Version = 0, Columns = [], ShareColumns = [] };
        return _plans.GetOrAdd(
            key, wanted => new Lazy<OnlinePlan>(() => OnlinePlan.Compile(wanted.Definition, "the plan of the client", wanted.Country))).Value;
    }
}
