using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Standard deviation of all known values so far.</summary>
internal static class ExpandingStd
{
    public static FeatureType Type { get; } = ExpandingType.Of<Operator, State>(
        "expanding_std",
        "Standard deviation of all known values so far.",
        "sqrt(sum of (x - mean)² / (n - 1)) over the n known x up to t, by the recurrence of Welford. Needs 2 values; exactly 0 while they "
            + "are all the same.",
        "Two divisions and a square root, about 10 ns.",
        "{ type: expanding_std } over 1, 2, null, 6 gives null, 0.7071, 0.7071, 2.6458.",
        minSamples => new Operator(minSamples), least: 2);

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double Seen;
        public double Mean;

        /// <summary>The sum of (x - mean)².</summary>
        public double Squares;
    }

    private readonly struct Operator(double minSamples) : IRecurrence<Operator, State>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            if (double.IsNaN(value)) return;
            state.Seen++;
            var distance = value - state.Mean;
            // The first value is the mean by itself, so that a constant series never leaves it.
            state.Mean = state.Seen > 1 ? state.Mean + distance / state.Seen : value;
            if (state.Seen > 1) state.Squares += distance * (value - state.Mean);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state) =>
            state.Seen < minSamples ? ReasonNan.Warmup : Math.Sqrt(state.Squares / (state.Seen - 1));
    }
}
