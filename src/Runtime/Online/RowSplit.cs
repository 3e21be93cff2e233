using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;

namespace SecretMagic.Runtime.Online;

/// <summary>Rows of many series as blocks, one a shard, in their order.</summary>
internal static class RowSplit
{
    /// <param name="part">The rows, at most as many as a block may have.</param>
    /// <param name="plan">Which says how many shards there are.</param>
    /// <param name="knownAt">When rows became known that do not say; null for when they are taken.</param>
    internal static IEnumerable<(int Shard, RowBlock Rows)> Of(RowPart part, ShardPlan plan, DateTimeOffset? knownAt)
    {
        var places = new int[part.Series.Count];
        for (var series = 0; series < places.Length; series++) places[series] = SeriesPlace.Of(part.Series[series], plan.Shards);
        var known = part.KnownAt;
        if (known.Length == 0 && knownAt is { } moment)
        {
            known = new long[part.SeriesOf.Length];
            known.AsSpan().Fill(OnlineShard.MicrosOf(moment));
        }

        var whole = new RowBlock(plan.Frequency, part.Columns, [.. part.Series], part.SeriesOf, part.Periods, known, part.Values);
        var rows = new List<int>[plan.Shards];
        for (var row = 0; row < part.SeriesOf.Length; row++) (rows[places[part.SeriesOf[row]]] ??= []).Add(row);
        for (var shard = 0; shard < rows.Length; shard++)
            if (rows[shard] is { } own) yield return (shard, whole.Only(own.ToArray()));
    }
}
