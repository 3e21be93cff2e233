using SecretMagic.Domain;

namespace SecretMagic.Runtime.Online;

/// <summary>The question what the features of a series are; its answer has none when the series has no rows that were known then.</summary>
/// <param name="Shard">The shard that owns the series.</param>
/// <param name="Series">Which series.</param>
/// <param name="AsOf">From what was known, and had happened, by this moment; null asks for the present.</param>
public sealed record SeriesFeatures(SeriesShardId Shard, string Series, DateTimeOffset? AsOf) : Query<SeriesFeatures.Found>(EntityId.SeriesShard(Shard))
{
    /// <summary>The answer.</summary>
    /// <param name="Features">The features of the last row; null when there is none.</param>
    public sealed record Found(ShardFeatures? Features);
}
