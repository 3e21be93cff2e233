using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Grid steps since the last sale.</summary>
internal static class DaysSinceSale
{
    public static FeatureType Type { get; } = RecurrenceType.Of<Operator, State>(
        "days_since_sale",
        "Grid steps (days, on a grid of days) since the last value above 0.",
        "t - s with s the last row up to t with x[s] > 0; 0 on a row with a sale. A missing row is a step without a sale.",
        "No sale so far (Warmup), a row after the last known value (Missing), or an output below dead_below (Dead).",
        "A comparison and an addition, about 1 ns.",
        "{ type: days_since_sale } over 0, 3, null, 0, 2 gives null, 0, 1, 2, 0.");

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        /// <summary>1 once there was a sale.</summary>
        public double Sold;

        public double Steps;
    }

    private readonly struct Operator : IRecurrence<Operator, State>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            if (value > 0) (state.Sold, state.Steps) = (1, 0);
            else state.Steps++;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state) => state.Sold > 0 ? state.Steps : ReasonNan.Warmup;
    }
}
