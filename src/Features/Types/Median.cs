namespace SecretMagic.Features;

/// <summary>Moving median over the last grid points.</summary>
internal static class Median
{
    public static FeatureType Type { get; } = new(entry => Quantile.Add(entry, 0.5, "median_{window}"))
    {
        Name = "median",
        Kind = FeatureKind.Past,
        Summary = "Moving median over the last grid points.",
        Formula = "The middle one of the known x in (t - w, t] in order; of an even number, the mean of the two in the middle.",
        NanMeaning = WindowType.NanMeaning,
        Cost = Quantile.Cost,
        Example = "{ type: median, windows: [3] } over 1, 2, null, 6 gives 1, 1.5, 1.5, 4.",
        Names = ["median_{window}"],
        Parameters = [HistoryParameters.Windows, HistoryParameters.MinSamples, .. HistoryParameters.Common],
    };
}
