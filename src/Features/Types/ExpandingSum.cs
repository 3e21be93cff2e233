using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Sum, mean and number of all known values so far.</summary>
internal static class ExpandingSum
{
    public static FeatureType SumType { get; } = ExpandingType.Of<Operator, State>(
        "expanding_sum",
        "Sum of all known values so far.",
        "Sum of the known x up to t, with the rounding errors kept beside it (Neumaier). Exact for integers below 2^53.",
        "A few additions, about 3 ns.",
        "{ type: expanding_sum } over 1, 2, null, 6 gives 1, 3, 3, 9.",
        minSamples => new Operator(Statistic.Sum, minSamples));

    public static FeatureType MeanType { get; } = ExpandingType.Of<Operator, State>(
        "expanding_mean",
        "Mean of all known values so far.",
        "Sum of the known x up to t / their number, with the rounding errors of the sum kept beside it (Neumaier). Exact for integers: one "
            + "rounding, of the division.",
        "A few additions and a division, about 4 ns.",
        "{ type: expanding_mean } over 1, 2, null, 6 gives 1, 1.5, 1.5, 3.",
        minSamples => new Operator(Statistic.Mean, minSamples));

    private enum Statistic
    {
        Sum,
        Mean,
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double Seen;
        public double Sum;

        /// <summary>What the roundings of the sum have lost.</summary>
        public double Lost;
    }

    private readonly struct Operator(Statistic statistic, double minSamples) : IRecurrence<Operator, State>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            if (!double.IsNaN(value)) Add(ref state, value);
        }

        public bool CanRun(in State state, double reach) =>
            state.Seen >= minSamples - 1 && Math.Abs(state.Sum) + Math.Abs(state.Lost) + reach <= float.MaxValue / 2;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Run(ref State state, ReadOnlySpan<double> values, Span<float> output)
        {
            var now = state;
            for (var i = 0; i < output.Length; i++)
            {
                Add(ref now, values[i]);
                output[i] = (float)Value(in now);
            }

            state = now;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state)
        {
            return state.Seen < minSamples ? ReasonNan.Warmup : Value(in state);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(ref State state, double value)
        {
            var sum = state.Sum + value;
            state.Lost += Math.Abs(state.Sum) < Math.Abs(value) ? value - sum + state.Sum : state.Sum - sum + value;
            state.Sum = sum;
            state.Seen++;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private double Value(in State state)
        {
            var sum = state.Sum + state.Lost;
            return statistic == Statistic.Mean ? sum / state.Seen : sum;
        }
    }
}
