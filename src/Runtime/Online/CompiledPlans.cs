using System.Collections.Concurrent;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>The plans of a client's shards, compiled once: all shards of a client share one.</summary>
internal sealed class CompiledPlans
{
    private readonly ConcurrentDictionary<ShardPlan, Lazy<OnlinePlan>> _plans = new();

    /// <summary>The plan of a shard.</summary>
    internal OnlinePlan Of(ShardPlan plan)
    {
        var key = plan with { Version = 0, Columns = [], ShareColumns = [] };
        return _plans.GetOrAdd(key, wanted => new Lazy<OnlinePlan>(() => Compiled(wanted))).Value;
    }

    private static OnlinePlan Compiled(ShardPlan plan)
    {
        var compiled = OnlinePlan.Compile(plan.Definition, "the plan of the client", plan.Country);
        return compiled.Hash == plan.Hash
            ? compiled
            : throw new InvalidOperationException(
                $"This program computes plan {compiled.Hash[..12]} from the definition of plan {plan.Hash[..12]}: set the plan again to serve what it computes.");
    }
}
