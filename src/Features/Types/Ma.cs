using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Moving average over the last grid points.</summary>
internal sealed class Ma : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "ma",
        "Moving average over the last grid points.",
        "Sum of the known x in (t - w, t] / their number. Exact for integers: one rounding, of the division. With open_share: the sum of "
        + "share x over the sum of the shares of the known x; min_samples counts shares.",
        "A few operations whatever the window, 1 to 4 ns.",
        "{ type: ma, windows: [3] } over 1, 2, null, 4 gives 1, 1.5, 1.5, 3.",
        new Ma(), takesShares: true);

    public override SumStatistic Sums { get; } = new SumStatistic.Of<Reading>();

    public override string Canonical(int window, int minSamples) => $"ma w={window} min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Total<T>, SumReading<T, Total<T>, Reading>>(minSamples, output);

    private readonly struct Reading : ISumReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T, TCount>(TCount count, T sum, T squares)
            where T : unmanaged, ILanes<T>
            where TCount : struct, ICount<T> => count.Share(sum);
    }
}
