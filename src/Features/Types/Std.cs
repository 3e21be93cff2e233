using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Moving standard deviation over the last grid points.</summary>
internal sealed class Std : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "std",
        "Moving standard deviation over the last grid points.",
        "sqrt(sum of (x - mean)² / (n - 1)) over the n known x in (t - w, t]. Needs 2 values; exactly 0 for a constant window.",
        "A few operations and a square root whatever the window, 2 to 8 ns.",
        "{ type: std, windows: [3] } over 1, 2, null, 4 gives null, 0.7071, 0.7071, 1.4142.",
        new Std(), least: 2);

    public override SumStatistic Sums { get; } = new SumStatistic.Of<Reading>();

    public override string Canonical(int window, int minSamples) => $"std w={window} ddof=1 min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Moments<T>, SumReading<T, Moments<T>, Reading>>(minSamples, output);

    private readonly struct Reading : ISumReading
    {
        public static bool IsDeviation => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T, TCount>(TCount count, T sum, T squares)
            where T : unmanaged, ILanes<T>
            where TCount : struct, ICount<T> => T.MultiplyAdd(count.Value, squares, T.Of(0) - sum * sum);
    }
}
