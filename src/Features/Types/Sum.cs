using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Moving sum over the last grid points.</summary>
internal sealed class Sum : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "sum",
        "Moving sum over the last grid points.",
        "Sum of the known x in (t - w, t]. Exact for integers below 2^53.",
        "A few operations whatever the window, 1 to 3 ns.",
        "{ type: sum, windows: [3] } over 1, 2, null, 4 gives 1, 3, 3, 6.",
        new Sum());

    public override SumStatistic Sums { get; } = new SumStatistic.Of<Reading>();

    public override string Canonical(int window, int minSamples) => $"sum w={window} min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Total<T>, SumReading<T, Total<T>, Reading>>(minSamples, output);

    private readonly struct Reading : ISumReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T, TCount>(TCount count, T sum, T squares)
            where T : unmanaged, ILanes<T>
            where TCount : struct, ICount<T> => sum;
    }
}
