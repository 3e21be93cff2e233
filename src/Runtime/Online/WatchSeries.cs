using SecretMagic.Domain;

namespace SecretMagic.Runtime.Online;

/// <summary>The wish to be told of features as they change, by this process.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Series">Of these series; null for all.</param>
internal sealed record WatchSeries(SeriesShardId Shard, IReadOnlyCollection<string>? Series) : Query<FeatureFeed>(EntityId.SeriesShard(Shard));
