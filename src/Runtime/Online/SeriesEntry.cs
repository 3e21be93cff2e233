using SecretMagic.Features;

namespace SecretMagic.Runtime.Online;

/// <summary>A series of a shard: what is known of it, and what was computed from that.</summary>
internal sealed class SeriesEntry(string id, int columns)
{
    internal string Id { get; } = id;

    internal SeriesFacts Facts { get; } = new(columns);

    /// <summary>Where its computation stands; null before its rows were computed.</summary>
    internal OnlineSeries? State { get; set; }

    /// <summary>The features of its last row, then the state of that row.</summary>
    internal double[] Latest { get; set; } = [];

    /// <summary>Something is known that the features do not show.</summary>
    internal bool IsStale { get; set; }

    /// <summary>The periods behind which the computation stands, but whose facts changed; null for none.</summary>
    internal List<long>? Past { get; set; }
}
