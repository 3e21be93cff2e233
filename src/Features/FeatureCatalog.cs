using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>Every feature type there is.</summary>
public static class FeatureCatalog
{
    /// <summary>The types: history first, then what is known in advance, then statics.</summary>
    public static ImmutableArray<FeatureType> All { get; } =
    [
        Lag.Type,
        Change.DiffType,
        Change.PctChangeType,
        Ma.Type,
        Sum.Type,
        Std.Type,
        Var.Type,
        Min.Type,
        Max.Type,
        Count.Type,
        Median.Type,
        Quantile.Type,
        Skew.Type,
        ZScore.Type,
        Trend.Type,
        Rank.Type,
        Ema.Type,
        EmaStd.Type,
        ExpandingSum.MeanType,
        ExpandingSum.SumType,
        ExpandingStd.Type,
        ExpandingExtremum.MinType,
        ExpandingExtremum.MaxType,
        ExpandingCount.Type,
        SeasonalMa.Type,
        SeasonalLag.Type,
        DaysSinceSale.Type,
        ZeroStreak.Type,
        Age.Type,
        Intermittent.Type,
        Tsb.Type,
        PresenceColumn.Type,
        Seasonality.Type,
        Calendar.Type,
        Weather.Type,
        Price.Type,
        Promo.Type,
        Static.Type,
    ];

    /// <summary>The type of this name, or null.</summary>
    public static FeatureType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
