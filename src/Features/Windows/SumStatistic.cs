namespace SecretMagic.Features;

/// <summary>How a statistic of sums is evaluated from exact sums, to the bits of <see cref="WindowStatistic.Evaluate{T}"/>.</summary>
internal abstract class SumStatistic
{
    /// <summary>Reads one window; NaN where fewer than <paramref name="minSamples"/> values are known.</summary>
    public abstract double Read(in WindowSums window, double minSamples);

    /// <summary>Writes rows from 0 on; NaN where fewer than <paramref name="minSamples"/> values are known.</summary>
    public abstract void Evaluate(ExactWindow window, double minSamples, Span<double> output);

    /// <summary>Writes rows from <paramref name="row"/> on, whose windows hold no unknown value.</summary>
    public abstract void EvaluateFull(ExactWindow window, int row, Span<float> output);

    /// <summary>The same for two statistics in one walk.</summary>
    public abstract void EvaluateFull(ExactWindow window, int row, Span<float> output, SumStatistic other, Span<float> otherOutput);

    /// <summary>Evaluates <typeparamref name="TOther"/> and this.</summary>
    protected abstract void EvaluateWith<TOther>(ExactWindow window, int row, Span<float> otherOutput, Span<float> output)
        where TOther : struct, ISumReading;

    /// <summary>The statistic of a reading.</summary>
    public sealed class Of<TReading> : SumStatistic
        where TReading : struct, ISumReading
    {
        public override double Read(in WindowSums window, double minSamples) => window.Count < minSamples
            ? ReasonNan.TooFewValid
            : ISumReading.Value<Lanes1, OwnCount<Lanes1>, TReading>(
                new OwnCount<Lanes1>(new(window.Count)), new Lanes1(window.Sum), new Lanes1(window.Squares)).Value;

        public override void Evaluate(ExactWindow window, double minSamples, Span<double> output) =>
            window.Evaluate<TReading>(minSamples, output);

        public override void EvaluateFull(ExactWindow window, int row, Span<float> output) => window.EvaluateFull<TReading>(row, output);

        public override void EvaluateFull(
            ExactWindow window, int row, Span<float> output, SumStatistic other, Span<float> otherOutput)
        {
            if (output.Length >= Lanes4.Count) other.EvaluateWith<TReading>(window, row, output, otherOutput);
            else
            {
                EvaluateFull(window, row, output);
                other.EvaluateFull(window, row, otherOutput);
            }
        }

        protected override void EvaluateWith<TOther>(ExactWindow window, int row, Span<float> otherOutput, Span<float> output) =>
            window.EvaluateFull<TOther, TReading>(row, otherOutput, output);
    }
}
