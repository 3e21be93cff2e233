namespace SecretMagic.Domain.SeriesShards;

/// <summary>What a shard of series can be told. When the answer is Accepted, the change is stored and in force.</summary>
/// <param name="Shard">Which shard.</param>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record SeriesShardCommand(SeriesShardId Shard, Stamp Stamp) : Command(Stamp)
{
    /// <inheritdoc/>
    public sealed override EntityId Entity => EntityId.SeriesShard(Shard);

    /// <summary>Compute another plan from now on. Of two that set the same version one is rejected; the number of shards never changes.</summary>
    public sealed record SetPlan(SeriesShardId Shard, Stamp Stamp, ShardPlan Plan) : SeriesShardCommand(Shard, Stamp);

    /// <summary>
    /// Take rows: new ones, late ones and corrections alike. All are taken or none. A timeout says nothing: send it again under the same id.
    /// </summary>
    public sealed record TakeRows(SeriesShardId Shard, Stamp Stamp, RowBlock Rows) : SeriesShardCommand(Shard, Stamp);
}
