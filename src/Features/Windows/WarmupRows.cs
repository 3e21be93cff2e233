namespace SecretMagic.Features;

/// <summary>Tells rows whose window is not yet full from rows whose full window knows too little.</summary>
internal static class WarmupRows
{
    /// <summary>Every NaN of a row whose window reaches before the history is Warmup; under decay, of one with too few grid points since
    /// the first known value.</summary>
    /// <param name="values">One value a row.</param>
    /// <param name="input">What the values were made of.</param>
    /// <param name="firstRow">The row of the first value.</param>
    /// <param name="span">The grid points from the oldest that the window reads to the row.</param>
    /// <param name="needed">The grid points up to the one that completes min_samples under decay.</param>
    public static void Mark(Span<double> values, HistoryInput input, int firstRow, int span, int needed)
    {
        var end = input.Strategy == NanStrategy.Decay ? (long)input.FirstKnown + needed - 1 : span - 1;
        foreach (ref var value in values[..(int)Math.Clamp(end - firstRow, 0, values.Length)])
            if (double.IsNaN(value)) value = ReasonNan.Warmup;
    }
}
