using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Smallest and greatest of all known values so far.</summary>
internal static class ExpandingExtremum
{
    public static FeatureType MinType { get; } = ExpandingType.Of<Operator, State>(
        "expanding_min",
        "Smallest of all known values so far.",
        "min of the known x up to t.",
        "A comparison, about 1 ns.",
        "{ type: expanding_min } over 4, null, 1, 6 gives 4, 4, 1, 1.",
        minSamples => new Operator(sign: 1, minSamples));

    public static FeatureType MaxType { get; } = ExpandingType.Of<Operator, State>(
        "expanding_max",
        "Greatest of all known values so far.",
        "max of the known x up to t.",
        "A comparison, about 1 ns.",
        "{ type: expanding_max } over 4, null, 1, 6 gives 4, 4, 4, 6.",
        minSamples => new Operator(sign: -1, minSamples));

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double Seen;
        public double Value;
    }

    /// <param name="sign">1 for the smallest, -1 for the greatest.</param>
    /// <param name="minSamples">The fewest known values.</param>
    private readonly struct Operator(double sign, double minSamples) : IRecurrence<Operator, State>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            if (double.IsNaN(value)) return;
            if (state.Seen < 1 || sign * value < sign * state.Value) state.Value = value;
            state.Seen++;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state) => state.Seen < minSamples ? ReasonNan.Warmup : state.Value;
    }
}
