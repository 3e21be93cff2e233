using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>What is known of each series of a panel beside its rows.</summary>
public sealed record SeriesAttributes
{
    /// <summary>Nothing is known: no location, no static value.</summary>
    public static SeriesAttributes None { get; } = new();

    /// <summary>
    /// [series] the code of the series' location in <see cref="Series.DailyTable.Locations"/>, -1 for none. Empty: every series has the
    /// first location.
    /// </summary>
    public ImmutableArray<int> Locations { get; init; } = [];

    /// <summary>
    /// [column of <see cref="FeatureSources.Statics"/>][series] the number, or the code of the text in <see cref="StaticColumn.Labels"/>;
    /// NaN for none.
    /// </summary>
    public ImmutableArray<ImmutableArray<double>> Statics { get; init; } = [];

    /// <summary>[series] the first day on which the product is listed, from the Unix epoch; null for always. Empty: no series says.</summary>
    public ImmutableArray<int?> ListedFrom { get; init; } = [];

    /// <summary>[series] the last day on which it is listed; null for ever. Empty: no series says.</summary>
    public ImmutableArray<int?> ListedTo { get; init; } = [];
}
