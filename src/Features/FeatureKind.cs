namespace SecretMagic.Features;

/// <summary>When a feature's value is known, in the words of covariates of forecasting models. Derived from what a feature reads, at a
/// horizon: a history that is as old as the horizon is known.</summary>
public enum FeatureKind
{
    /// <summary>Known up to the row itself, or not as far ahead as the horizon: made from history.</summary>
    Past = 0,

    /// <summary>Known for future rows too: calendar, planned promotions, weather forecasts, history older than the horizon.</summary>
    Known = 1,

    /// <summary>One value a series.</summary>
    Static = 2,
}
