namespace SecretMagic.Features;

/// <summary>Makes the catalog entry of a window statistic.</summary>
internal static class WindowType
{
    public const string NanMeaning =
        "Fewer than min_samples known values in the window (TooFewValid, or Warmup where the window reaches before the history), "
        + "a row after the last known value (Missing), or an output below dead_below (Dead).";

    public static FeatureType Of(string name, string summary, string formula, string cost, string example,
        WindowStatistic statistic, int least = 1, string nanMeaning = NanMeaning, bool takesShares = false) =>
        new(entry => Compile(entry, name, statistic, least))
        {
            Name = name,
            Kind = FeatureKind.Past,
            Summary = summary,
            Formula = formula,
            NanMeaning = nanMeaning,
            Cost = cost,
            Example = example,
            Names = [name + "_{window}"],
            Parameters =
            [
                HistoryParameters.Windows, HistoryParameters.MinSamples, .. takesShares ? [HistoryParameters.OpenShare] : Array.Empty<FeatureParameter>(),
                .. HistoryParameters.Common,
            ],
        };

    /// <summary>Says so where a window never holds enough known values.</summary>
    public static bool IsTooShort(EntryCompiler entry, int window, int minSamples, int least)
    {
        if (minSamples <= window) return false;
        entry.Fail(entry.Has("min_samples") && minSamples > least ? "min_samples" : "windows",
            $"A window of {window} never holds the {minSamples} known values that {entry.TypeName} needs here.");
        return true;
    }

    private static void Compile(EntryCompiler entry, string name, WindowStatistic statistic, int least)
    {
        if (entry.History() is not { } history) return;
        var minSamples = entry.MinSamples(least);
        foreach (var window in entry.Wholes("windows"))
        {
            if (IsTooShort(entry, window, minSamples, least)) continue;
            entry.Add(
                entry.Name(
                    name + "_{window}",
                    ("window", window), ("min_samples", minSamples), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical(statistic.Canonical(window, minSamples)),
                history.Share is { } share
                    ? new OpenMean(history, share, window, minSamples)
                    : new WindowOperation(history, statistic, window, minSamples));
        }
    }
}
