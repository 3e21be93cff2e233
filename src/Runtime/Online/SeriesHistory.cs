using System.Collections.Frozen;
using SecretMagic.Domain;

namespace SecretMagic.Runtime.Online;

/// <summary>The question what the rows of a series and their features are, over time.</summary>
/// <param name="Shard">The shard that owns the series.</param>
/// <param name="Series">Which series.</param>
/// <param name="Span">Which rows.</param>
/// <param name="Columns">Only these columns of the rows and features; null for all. Names that the plan has not are passed over.</param>
/// <param name="MostRows">With more rows only their number is answered.</param>
public sealed record SeriesHistory(SeriesShardId Shard, string Series, HistorySpan Span, FrozenSet<string>? Columns, int MostRows)
    : Query<SeriesHistory.Found>(EntityId.SeriesShard(Shard))
{
    /// <summary>The answer.</summary>
    /// <param name="Table">The rows; null when the series has none at all.</param>
    public sealed record Found(SeriesTable? Table);
}
