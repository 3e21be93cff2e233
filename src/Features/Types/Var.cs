using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Moving variance over the last grid points.</summary>
internal sealed class Var : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "var",
        "Moving variance over the last grid points.",
        "Sum of (x - mean)² / (n - 1) over the n known x in (t - w, t]. Needs 2 values; exactly 0 for a constant window.",
        "A few operations whatever the window, 2 to 6 ns.",
        "{ type: var, windows: [3] } over 1, 2, null, 4 gives null, 0.5, 0.5, 2.",
        new Var(), least: 2);

    public override string Canonical(int window, int minSamples) => $"var w={window} ddof=1 min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Moments<T>, Reading<T>>(minSamples, output);

    private readonly struct Reading<T> : IReading<Moments<T>, T>
        where T : unmanaged, ILanes<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(Moments<T> state, T minSamples)
        {
            var count = state.Count;
            var moment = count * state.Squares - state.Sum * state.Sum;
            moment = T.WhereLess(moment, T.Of(0), T.Of(0), moment);
            return T.WhereLess(count, minSamples, T.Of(ReasonNan.TooFewValid), moment / (count * (count - T.Of(1))));
        }
    }
}
