namespace SecretMagic.Pipeline;

/// <summary>Runs of neighbouring rows that belong together in a drawing.</summary>
internal static class ValueRuns
{
    /// <summary>The longest runs of values that are not missing: a line is drawn within a run and never from one to the next.</summary>
    public static IEnumerable<Range> Known(double[] values) => Where(values, value => !double.IsNaN(value));

    /// <summary>The longest runs of ones of a column of 0 and 1.</summary>
    public static IEnumerable<Range> Marked(double[] values) => Where(values, value => value > 0);

    private static IEnumerable<Range> Where(double[] values, Func<double, bool> holds)
    {
        for (var start = 0; start < values.Length; start++)
        {
            if (!holds(values[start])) continue;
            var end = start + 1;
            while (end < values.Length && holds(values[end])) end++;
            yield return start..end;
            start = end;
        }
    }
}
