using System.Diagnostics;
using static SecretMagic.Domain.SeriesShards.SeriesShardCommand;
using static SecretMagic.Domain.SeriesShards.SeriesShardEvent;

namespace SecretMagic.Domain.SeriesShards;

/// <summary>
/// A shard of a client's series: the plan that is computed for them, and how many rows were taken. The rows themselves are in the events; whoever serves
/// features holds them in memory. Nobody owns a shard: of two that append to the same version the journal lets one win.
/// </summary>
public sealed record SeriesShard : IDecider<SeriesShard, SeriesShardCommand, SeriesShardEvent>
{
    /// <inheritdoc/>
    public static SeriesShard Initial { get; } = new();

    /// <summary>What is computed; null before the first plan.</summary>
    public ShardPlan? Plan { get; init; }

    /// <summary>How many rows were taken.</summary>
    public long Rows { get; init; }

    /// <inheritdoc/>
    public static Decision<SeriesShardEvent> Decide(SeriesShard state, SeriesShardCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        var (code, wrong) = command switch
        {
            SetPlan wish => RefusalOf(state, wish),
            TakeRows wish => state.Plan is { } plan
                ? RowsRule.Refusal(plan, wish)
                : ("plan-missing", "No plan says what is computed for its series: set one first."),
            _ => throw new UnreachableException($"No shard knows the command {command.GetType()}."),
        };
        if (code is not null) return Decision<SeriesShardEvent>.Reject(code, $"Shard {command.Shard}: {wrong}");
        return command switch
        {
            SetPlan wish => Decision<SeriesShardEvent>.Accept(new PlanSet(wish.Plan, state.Plan?.Hash)),
            _ => Decision<SeriesShardEvent>.Accept(new RowsTaken(((TakeRows)command).Rows)),
        };
    }

    /// <inheritdoc/>
    public static SeriesShard Evolve(SeriesShard state, SeriesShardEvent happened, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            PlanSet now => state with { Plan = now.Plan },
            RowsTaken now => state with { Rows = checked(state.Rows + now.Rows.Rows) },
            _ => throw new UnreachableException($"No shard knows the event {happened}."),
        };
    }

    private static (string? Code, string? Wrong) RefusalOf(SeriesShard state, SetPlan wish)
    {
        if (wish.Plan.Refusal() is { } wrong) return ("plan", wrong);
        var last = state.Plan?.Version ?? 0;
        if (wish.Plan.Version <= last)
            return ("plan-old", $"Plan {last} was set last; plan {wish.Plan.Version} cannot follow: look at what is computed now.");
        if (state.Plan is { } plan && plan.Shards != wish.Plan.Shards)
            return ("shards-fixed", $"The client's series lie in {plan.Shards} shards for good; {wish.Plan.Shards} would move them.");
        if (state.Plan is { } known && known.Frequency != wish.Plan.Frequency)
            return ("frequency-fixed", $"Its rows lie on a grid of {known.Frequency}; a plan for {wish.Plan.Frequency} cannot read them.");
        return wish.Shard.Shard >= wish.Plan.Shards
            ? ("shard-unknown", $"The plan has {wish.Plan.Shards} shards, numbered from 0: this one is none of them.")
            : (null, null);
    }
}
