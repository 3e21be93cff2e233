namespace SecretMagic.Domain.SeriesShards;

/// <summary>What can happen to a shard of series.</summary>
public abstract record SeriesShardEvent : Event
{
    private SeriesShardEvent()
    {
    }

    /// <summary>Another plan is computed, from the first row on.</summary>
    public sealed record PlanSet(ShardPlan Plan, string? Was) : SeriesShardEvent;

    /// <summary>Rows became known, at the stamp's time where they do not say.</summary>
    public sealed record RowsTaken(RowBlock Rows) : SeriesShardEvent;
}
