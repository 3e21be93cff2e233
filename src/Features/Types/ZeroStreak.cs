using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Length of the run of zeros up to a row.</summary>
internal static class ZeroStreak
{
    public static FeatureType Type { get; } = RecurrenceType.Of<Operator, State>(
        "zero_streak",
        "Length of the run of zeros that ends at the row; 0 on a sale.",
        "Number of x = 0 since the last known x other than 0, or since the first known one. A missing row neither ends the run nor adds to it.",
        "No known value so far (Warmup), a row after the last known value (Missing), or an output below dead_below (Dead).",
        "A comparison and an addition, about 1 ns.",
        "{ type: zero_streak } over 3, 0, null, 0, 2 gives 0, 1, 1, 2, 0.");

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        /// <summary>1 once a value was known.</summary>
        public double Seen;

        public double Zeros;
    }

    private readonly struct Operator : IRecurrence<Operator, State>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            if (double.IsNaN(value)) return;
            state.Seen = 1;
            state.Zeros = Math.Abs(value) > 0 ? 0 : state.Zeros + 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state) => state.Seen > 0 ? state.Zeros : ReasonNan.Warmup;
    }
}
