using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Slope of the least-squares line over the last grid points.</summary>
internal sealed class Trend : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "trend",
        "Slope per grid step of the least-squares line over the last grid points.",
        "(n sum of s x - sum of s sum of x) / (n sum of s² - (sum of s)²) over the n known x in (t - w, t], s the grid step of each. Needs "
            + "2 values. Exact for integers: one rounding, of the division.",
        "A few operations whatever the window, 5 to 15 ns.",
        "{ type: trend, windows: [3] } over 1, 2, null, 6 gives null, 1, 1, 2.",
        new Trend(), least: 2);

    public override string Canonical(int window, int minSamples) => $"trend w={window} min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Line<T>, Reading<T>>(minSamples, output);

    private readonly struct Reading<T> : IReading<Line<T>, T>
        where T : unmanaged, ILanes<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(Line<T> state, T minSamples)
        {
            var rise = state.Count * state.Products - state.Steps * state.Sum;
            var run = state.Count * state.StepSquares - state.Steps * state.Steps;
            // Steps count backwards from 0, so they are subtracted from both: the sign is that of time.
            return T.WhereLess(state.Count, minSamples, T.Of(ReasonNan.TooFewValid), (T.Of(0) - rise) / run);
        }
    }
}
