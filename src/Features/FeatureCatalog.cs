using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>Every feature type there is.</summary>
public static class FeatureCatalog
{
    /// <summary>The types: history first, then what is known in advance, then statics.</summary>
    public static ImmutableArray<FeatureType> All { get; } =
    [
        Lag.Type, Diff.Type,
        Ma.Type, Sum.Type, Std.Type, Min.Type, Max.Type,
        Ema.Type, PresenceColumn.Type,
        Seasonality.Type, Calendar.Type, Weather.Type, Promo.Type,
        Static.Type,
    ];

    /// <summary>The type of this name, or null.</summary>
    public static FeatureType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}
