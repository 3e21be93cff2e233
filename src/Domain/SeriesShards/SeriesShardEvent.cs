namespace SecretMagic.Domain.SeriesShards;

/// <summary>What can happen to a shard of series.</summary>
public abstract record SeriesShardEvent : Event
{
    private SeriesShardEvent()
    {
    }

    /// <summary>A worker owns the state from now on; who owned it before must stop.</summary>
    public sealed record Acquired(int Lease, string Owner, string? Was) : SeriesShardEvent;

    /// <summary>The state is computed under another plan, from the beginning.</summary>
    public sealed record PlanChanged(int Lease, long PlanVersion, long Was) : SeriesShardEvent;

    /// <summary>The state holds every row up to a day.</summary>
    public sealed record Advanced(int Lease, long PlanVersion, DateOnly Through, string State) : SeriesShardEvent;

    /// <summary>Nobody owns the state; it stays.</summary>
    public sealed record Released(int Lease, string Was) : SeriesShardEvent;
}
