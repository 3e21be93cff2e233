using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>
/// The exponential average whose weights go by position: a missing row adds nothing, but older values lose weight over it (pandas
/// <c>ignore_na=False</c>).
/// </summary>
internal readonly struct EmaByPosition(double alpha, bool adjust, double minSamples, double maxAge, double deadBelow)
    : IRecurrence<EmaByPosition, EmaByPosition.State>
{
    private readonly double _keep = 1 - alpha;
    private readonly double _newWeight = adjust ? 1 : alpha;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(ref State state, double value, bool isObserved)
    {
        state.Age = isObserved ? 0 : state.Age + 1;
        if (state.Seen < 1)
        {
            if (double.IsNaN(value)) return;
            (state.Seen, state.Value, state.Weight) = (1, value, 1);
            return;
        }

        state.Weight *= _keep;
        if (double.IsNaN(value)) return;
        var weight = state.Weight + _newWeight;
        state.Value += (value - state.Value) * (_newWeight / weight);
        state.Weight = adjust ? weight : 1;
        state.Seen++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Read(in State state)
    {
        if (state.Seen < minSamples) return ReasonNan.Warmup;
        if (Math.Abs(state.Value) < deadBelow) return ReasonNan.Dead;
        return state.Age > maxAge ? ReasonNan.TooFewValid : state.Value;
    }

    /// <summary>What is carried from row to row.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct State
    {
        public double Value;

        /// <summary>The weight of all values so far against that of the newest row.</summary>
        public double Weight;

        /// <summary>The values seen.</summary>
        public double Seen;

        /// <summary>Rows since the input had a value.</summary>
        public double Age;
    }
}
