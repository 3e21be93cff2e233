using System.Collections.Immutable;
using SecretMagic.Domain;

namespace SecretMagic.Runtime.Online;

/// <summary>The question which series a shard has.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="After">Only those behind this id; null for the first.</param>
/// <param name="Limit">The most that are answered.</param>
public sealed record SeriesNames(SeriesShardId Shard, string? After, int Limit) : Query<SeriesNames.Found>(EntityId.SeriesShard(Shard))
{
    /// <summary>The answer.</summary>
    /// <param name="Series">The ids in ordinal order.</param>
    public sealed record Found(ImmutableArray<string> Series);
}
