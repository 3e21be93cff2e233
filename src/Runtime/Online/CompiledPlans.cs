using System.Collections.Concurrent;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>
/// Plans, compiled once: all shards of a client share one. A later program may compile another hash from the same definition; then what it computes is
/// served under its own hash.
/// </summary>
public sealed class CompiledPlans
{
    private readonly ConcurrentDictionary<(string Definition, string? Country), Lazy<OnlinePlan>> _plans = new();

    /// <summary>The plan of a definition, as <see cref="OnlinePlan.Compile"/> makes it.</summary>
    /// <param name="definition">The feature set, YAML.</param>
    /// <param name="country">The country of calendar entries that name none; null when there is none.</param>
    public OnlinePlan Of(string definition, string? country) => _plans.GetOrAdd(
        (definition, country), wanted => new Lazy<OnlinePlan>(() => OnlinePlan.Compile(wanted.Definition, "the plan of the client", wanted.Country))).Value;

    /// <summary>The plan of a shard.</summary>
    internal OnlinePlan Of(ShardPlan plan) => Of(plan.Definition, plan.Country);
}
