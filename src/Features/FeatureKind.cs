namespace SecretMagic.Features;

/// <summary>When a feature's value is known, in the words of covariates of forecasting models.</summary>
public enum FeatureKind
{
    /// <summary>Known up to the row itself: made from history.</summary>
    Past = 0,

    /// <summary>Known for future rows too: calendar, planned promotions, weather forecasts.</summary>
    Known = 1,

    /// <summary>One value a series.</summary>
    Static = 2,
}
