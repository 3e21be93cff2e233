namespace SecretMagic.Features;

/// <summary>Makes the catalog entry of a recurrence that has no parameters of its own and one column.</summary>
internal static class RecurrenceType
{
    public static FeatureType Of<TOperator, TState>(
        string name, string summary, string formula, string nanMeaning, string cost, string example)
        where TOperator : struct, IRecurrence<TOperator, TState>
        where TState : unmanaged => new(entry => Compile<TOperator, TState>(entry, name))
        {
            Name = name,
            Kind = FeatureKind.Past,
            Summary = summary,
            Formula = formula,
            NanMeaning = nanMeaning,
            Cost = cost,
            Example = example,
            Names = [name],
            Parameters = HistoryParameters.Common,
        };

    private static void Compile<TOperator, TState>(EntryCompiler entry, string name)
        where TOperator : struct, IRecurrence<TOperator, TState>
        where TState : unmanaged
    {
        if (entry.History() is not { } history) return;
        entry.Add(
            entry.Name(name, ("column", history.ColumnName), ("shift", history.Shift)),
            history.Canonical(name),
            new RecurrenceOperation<TOperator, TState>(history, default));
    }
}
