namespace SecretMagic.Features;

/// <summary>How a statistic of sums is evaluated from exact sums, to the bits of <see cref="WindowStatistic.Evaluate{T}"/>.</summary>
internal abstract class SumStatistic
{
    /// <summary>Writes rows from 0 on; NaN where fewer than <paramref name="minSamples"/> values are known.</summary>
    public abstract void Evaluate(ExactWindow window, double minSamples, Span<double> output);

    /// <summary>Writes rows from <paramref name="row"/> on, whose windows hold no unknown value.</summary>
    public abstract void EvaluateFull(ExactWindow window, int row, Span<float> output);

    /// <summary>The statistic of a reading.</summary>
    public sealed class Of<TReading> : SumStatistic
        where TReading : struct, ISumReading
    {
        public override void Evaluate(ExactWindow window, double minSamples, Span<double> output) =>
            window.Evaluate<TReading>(minSamples, output);

        public override void EvaluateFull(ExactWindow window, int row, Span<float> output) => window.EvaluateFull<TReading>(row, output);
    }
}
