namespace SecretMagic.Features;

/// <summary>Moving quantile over the last grid points.</summary>
internal sealed class Quantile(History history, double quantile, int window, int minSamples) : Operation
{
    public const string Cost = "For integers from 0 to 254, such as sales: window x bits / 64 compares, about 5 ns for 28 rows; else a sorted window "
        + "in which one value is replaced, about 20 ns for 28 rows and 60 for 90.";

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "quantile",
        Kind = FeatureKind.Past,
        Summary = "Moving quantile over the last grid points.",
        Formula = "With h = (n - 1) quantile over the n known x in (t - w, t] in order, counted from 0: x(floor h) + (h - floor h) (x(floor h + 1) "
            + "- x(floor h)), definition R7. {percent} is 100 quantile.",
        NanMeaning = WindowType.NanMeaning,
        Cost = Cost,
        Example = "{ type: quantile, quantile: 0.75, windows: [3] } over 1, 2, null, 6 gives 1, 1.75, 1.75, 5.",
        Names = ["q{percent}_{window}"],
        Parameters =
        [
            new("quantile", ParameterShape.Within(0, 1), "The share of the values that lie below: 0.5 is the median."),
            HistoryParameters.Windows,
            HistoryParameters.MinSamples,
            .. HistoryParameters.Common,
        ],
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, checked(window - 1 + history.Shift));
        var kernel = worker.Shared(
            (nameof(Quantile), input, history.Shift, window), () => new QuantileKernel(input, history.Shift, window));
        kernel.Add(worker.Output(input, history, feature), new QuantileLevel(quantile, window, minSamples), minSamples);
    }

    /// <summary>Adds a quantile for every window of the entry.</summary>
    public static void Add(EntryCompiler entry, double quantile, string template)
    {
        if (entry.History() is not { } history) return;
        var minSamples = entry.MinSamples(1);
        // Decimal, because 100 x 0.07 is not 7 in binary.
        var percent = (100 * (decimal)quantile).ToString("0.############");
        foreach (var window in entry.Wholes("windows"))
        {
            if (WindowType.IsTooShort(entry, window, minSamples, least: 1)) continue;
            entry.Add(
                entry.Name(template, ("quantile", quantile), ("percent", percent), ("window", window), ("min_samples", minSamples),
                    ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"quantile {quantile} R7 w={window} min={minSamples}"),
                new Quantile(history, quantile, window, minSamples));
        }
    }

    private static void Compile(EntryCompiler entry) => Add(entry, entry.Number("quantile")!.Value, "q{percent}_{window}");
}
