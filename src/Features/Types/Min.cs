using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Smallest value over the last grid points.</summary>
internal sealed class Min : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "min",
        "Smallest value over the last grid points.",
        "min of the known x in (t - w, t].",
        "A few comparisons whatever the window, 1 to 3 ns.",
        "{ type: min, windows: [3] } over 3, 1, null, 4 gives 3, 1, 1, 1.",
        new Min());

    public override int Extreme => 1;

    public override string Canonical(int window, int minSamples) => $"min w={window} min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Least<T>, Reading<T>>(minSamples, output);

    private readonly struct Reading<T> : IReading<Least<T>, T>
        where T : unmanaged, ILanes<T>
    {
        // -0 is 0.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(Least<T> state, T minSamples) =>
            T.WhereLess(state.Count, minSamples, T.Of(ReasonNan.TooFewValid), state.Value + T.Of(0));
    }
}
