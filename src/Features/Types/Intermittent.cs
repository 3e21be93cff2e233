namespace SecretMagic.Features;

/// <summary>How often and how evenly a product sells over the last grid points.</summary>
internal static class Intermittent
{
    private static readonly string[] Columns = ["adi", "cv2", "demand_class", "sale_probability", "sale_size"];

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "intermittent",
        Kind = FeatureKind.Past,
        Summary = "How often a product sells and how much its sales vary over the last grid points. A sale is a value other than 0.",
        Formula = "Over the n known x in (t - w, t], k of them sales: adi = n / k; cv2 = population variance / mean² of the sales; demand_class = "
            + "0 smooth, 1 erratic, 2 intermittent, 3 lumpy: 2 where adi >= 1.32, plus 1 where cv2 >= 0.49; sale_probability = k / n; sale_size "
            + "= mean of the sales.",
        NanMeaning = "No sale in the window (Undefined; sale_probability is 0 there). " + WindowType.NanMeaning,
        Cost = "A few operations a column whatever the window, 3 to 9 ns.",
        Example = "{ type: intermittent, windows: [12], of: [adi, cv2, demand_class] } after 6, 5, 0, 9, 2, 0, 14, 0, 0, 21, 0, 17 gives 1.7143, "
            + "0.3703, 2.",
        Names = [.. Columns.Select(column => column + "_{window}")],
        Parameters =
        [
            new("of", ParameterShape.SomeOf(Columns), "The columns.", "all of them"),
            HistoryParameters.Windows,
            HistoryParameters.MinSamples,
            .. HistoryParameters.Common,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        var minSamples = entry.MinSamples(1);
        foreach (var window in entry.Wholes("windows"))
        {
            if (WindowType.IsTooShort(entry, window, minSamples, least: 1)) continue;
            foreach (var column in entry.Has("of") ? [.. entry.Texts("of")] : Columns)
            {
                var statistic = IntermittentStatistic.Of(column);
                entry.Add(
                    entry.Name("{of}_{window}", ("of", column), ("window", window), ("min_samples", minSamples),
                        ("column", history.ColumnName), ("shift", history.Shift)),
                    history.Canonical(statistic.Canonical(window, minSamples)),
                    new WindowOperation(history, statistic, window, minSamples));
            }
        }
    }
}
