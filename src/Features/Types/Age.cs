using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Grid steps since the first known value.</summary>
internal static class Age
{
    public static FeatureType Type { get; } = RecurrenceType.Of<Operator, State>(
        "age",
        "Grid steps since the first known value.",
        "t - s with s the first row with a known x.",
        "No known value so far (Warmup), a row after the last known value (Missing), or an output below dead_below (Dead).",
        "An addition, about 1 ns.",
        "{ type: age } over null, 0, null, 2 gives null, 0, 1, 2.");

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        /// <summary>The rows from the first known value on.</summary>
        public double Rows;
    }

    private readonly struct Operator : IRecurrence<Operator, State>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            if (state.Rows > 0 || !double.IsNaN(value)) state.Rows++;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state) => state.Rows > 0 ? state.Rows - 1 : ReasonNan.Warmup;
    }
}
