namespace SecretMagic.Domain.SeriesShards;

/// <summary>What a shard of series can be told. When the answer is Accepted, the change is stored and in force.</summary>
/// <param name="Shard">Which shard.</param>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record SeriesShardCommand(SeriesShardId Shard, Stamp Stamp) : Command(Stamp)
{
    /// <inheritdoc/>
    public sealed override EntityId Entity => EntityId.SeriesShard(Shard);

    /// <summary>Be owned by a worker, under a given lease: one more than the last. Of two workers that want it one is rejected.</summary>
    public sealed record Acquire(SeriesShardId Shard, Stamp Stamp, int Lease, string Owner) : SeriesShardCommand(Shard, Stamp);

    /// <summary>Begin anew under a newer plan. An older plan is rejected.</summary>
    public sealed record ChangePlan(SeriesShardId Shard, Stamp Stamp, int Lease, long PlanVersion) : SeriesShardCommand(Shard, Stamp);

    /// <summary>Have the state of every row up to a day.</summary>
    /// <param name="Shard">Which shard.</param>
    /// <param name="Stamp">Which command, whose, when.</param>
    /// <param name="Lease">The lease under which it was computed.</param>
    /// <param name="PlanVersion">The plan under which it was computed.</param>
    /// <param name="Through">The last day, later than the last one known.</param>
    /// <param name="State">Where the state lies and what it hashes to; at most 500 characters.</param>
    public sealed record Advance(SeriesShardId Shard, Stamp Stamp, int Lease, long PlanVersion, DateOnly Through, string State)
        : SeriesShardCommand(Shard, Stamp);

    /// <summary>Be owned by nobody.</summary>
    public sealed record Release(SeriesShardId Shard, Stamp Stamp, int Lease) : SeriesShardCommand(Shard, Stamp);
}
