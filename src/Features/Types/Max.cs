using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Largest value over the last grid points.</summary>
internal sealed class Max : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "max",
        "Largest value over the last grid points.",
        "max of the known x in (t - w, t].",
        "A few comparisons whatever the window, 1 to 3 ns.",
        "{ type: max, windows: [3] } over 3, 1, null, 4 gives 3, 3, 3, 4.",
        new Max());

    public override int Extreme => -1;

    public override string Canonical(int window, int minSamples) => $"max w={window} min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Greatest<T>, Reading<T>>(minSamples, output);

    private readonly struct Reading<T> : IReading<Greatest<T>, T>
        where T : unmanaged, ILanes<T>
    {
        // -0 is 0.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(Greatest<T> state, T minSamples) =>
            T.WhereLess(state.Count, minSamples, T.Of(ReasonNan.TooFewValid), state.Value + T.Of(0));
    }
}
