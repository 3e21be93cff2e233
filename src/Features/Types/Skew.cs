using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Moving skewness over the last grid points.</summary>
internal sealed class Skew : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "skew",
        "Moving skewness over the last grid points, corrected for bias.",
        "sqrt(n (n - 1)) / (n - 2) m3 / m2^1.5 with mk = sum of (x - mean)^k / n over the n known x in (t - w, t]. Needs 3 values; 0 for a "
            + "constant window.",
        "A few operations and two square roots whatever the window, 4 to 12 ns.",
        "{ type: skew, windows: [3] } over 1, 2, 6 gives null, null, 1.4579.",
        new Skew(), least: 3);

    public override string Canonical(int window, int minSamples) => $"skew w={window} bias=false min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, ThirdMoments<T>, Reading<T>>(minSamples, output);

    private readonly struct Reading<T> : IReading<ThirdMoments<T>, T>
        where T : unmanaged, ILanes<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(ThirdMoments<T> state, T minSamples)
        {
            var (count, sum) = (state.Count, state.Sum);
            var square = sum * sum;
            var second = count * state.Squares - square;
            var third = count * (count * state.Cubes - T.Of(3) * (sum * state.Squares)) + T.Of(2) * (square * sum);
            var correction = T.Sqrt(count * (count - T.Of(1))) / (count - T.Of(2));
            var skew = T.WhereLess(T.Of(0), second, correction * (third / (second * T.Sqrt(second))), T.Of(0));
            return T.WhereLess(count, minSamples, T.Of(ReasonNan.TooFewValid), skew);
        }
    }
}
