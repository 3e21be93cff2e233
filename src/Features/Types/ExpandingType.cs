namespace SecretMagic.Features;

/// <summary>Makes the catalog entry of a statistic over all rows so far.</summary>
internal static class ExpandingType
{
    private const string NanMeaning =
        "Fewer than min_samples known values so far (Warmup), a row after the last known value (Missing), or an output below dead_below (Dead).";

    public static FeatureType Of<TOperator, TState>(
        string name, string summary, string formula, string cost, string example, Func<int, TOperator> create, int least = 1)
        where TOperator : struct, IRecurrence<TOperator, TState>
        where TState : unmanaged => new(entry => Compile<TOperator, TState>(entry, name, create, least))
        {
            Name = name,
            Kind = FeatureKind.Past,
            Summary = summary,
            Formula = formula,
            NanMeaning = NanMeaning,
            Cost = cost,
            Example = example,
            Names = [name],
            Parameters = [HistoryParameters.MinSamples, .. HistoryParameters.Common],
        };

    private static void Compile<TOperator, TState>(EntryCompiler entry, string name, Func<int, TOperator> create, int least)
        where TOperator : struct, IRecurrence<TOperator, TState>
        where TState : unmanaged
    {
        if (entry.History() is not { } history) return;
        var minSamples = entry.MinSamples(least);
        entry.Add(
            entry.Name(name, ("min_samples", minSamples), ("column", history.ColumnName), ("shift", history.Shift)),
            history.Canonical($"{name} min={minSamples}"),
            new RecurrenceOperation<TOperator, TState>(history, create(minSamples)));
    }
}
