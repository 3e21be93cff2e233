using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Exponential moving average.</summary>
internal static class Ema
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "ema",
        Kind = FeatureKind.Past,
        Summary = "Exponential moving average from the first known value on.",
        Formula = "e[t] = alpha x[t] + (1 - alpha) e[t-1], e at the first known value is that value; a missing x leaves e as it is. "
            + "adjust: true divides the sum of (1 - alpha)^i x by the sum of (1 - alpha)^i over the known x. alpha = 2 / (span + 1) = "
            + "1 - 2^(-1 / halflife). With open_share alpha is alpha times the share of the row, and min_samples counts shares.",
        NanMeaning = "Fewer than min_samples known values so far (Warmup), the last known value is more than window_days steps old "
            + "(TooFewValid), a row after the last known value (Missing), or an output below dead_below (Dead).",
        Cost = "A multiplication and an addition that wait for each other, about 2 ns.",
        Example = "{ type: ema, alpha: 0.5 } over 4, 8, null, 2 gives 4, 6, 6, 4.",
        Names = ["ema_{alpha}", "ema_span_{span}", "ema_halflife_{halflife}"],
        Parameters =
        [
            .. EmaAlpha.Parameters,
            new("adjust", ParameterShape.Flag, "Divide by the weights seen so far, instead of starting at the first value.", "false"),
            new("ignore_na", ParameterShape.Flag, "true: a missing row leaves the weights as they are; false: they decay over it.", "true"),
            new("window_days", ParameterShape.Whole(1, HistoryParameters.MaxSteps),
                "NaN where the last value in the data is more than this many grid steps old.", "no limit"),
            HistoryParameters.MinSamples,
            HistoryParameters.AliveAbove,
            HistoryParameters.OpenShare,
            .. HistoryParameters.Common,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history || entry.AliveAbove(history) is not { } alive) return;
        if (EmaAlpha.Of(entry) is not var (way, given, alpha)) return;
        var minSamples = entry.MinSamples(1);
        var maxAge = entry.Whole("window_days");
        var name = entry.Name(
            way == "alpha" ? "ema_{alpha}" : $"ema_{way}_{{{way}}}",
            (way, given), ("min_samples", minSamples), ("column", history.ColumnName), ("shift", history.Shift));
        var adjust = entry.Flag("adjust");
        var canonical = $"ema alpha={alpha} adjust={(adjust ? "true" : "false")} min={minSamples}"
            + (maxAge is { } age ? $" max_age={age}" : "")
            + (alive > history.DeadBelow ? $" alive_above={alive}" : "");
        if (history.Share is { } share)
        {
            AddOpen(entry, name, history, share, canonical, new Operator(
                alpha, false, OpenShare.Least(minSamples), maxAge ?? double.MaxValue, history.DeadBelow, alive));
            return;
        }

        if (entry.Has("ignore_na") && !entry.Flag("ignore_na"))
        {
            var positions = new EmaByPosition(alpha, adjust, minSamples, maxAge ?? double.MaxValue, history.DeadBelow);
            entry.Add(name, history.Canonical(canonical + " ignore_na=false"),
                new RecurrenceOperation<EmaByPosition, EmaByPosition.State>(history, positions));
            return;
        }

        var step = new Operator(alpha, adjust, minSamples, maxAge ?? double.MaxValue, history.DeadBelow, alive);
        entry.Add(name, history.Canonical(canonical), new RecurrenceOperation<Operator, State>(history, step));
    }

    private static void AddOpen(EntryCompiler entry, string name, History history, OpenShare share, string canonical, Operator step)
    {
        foreach (var (key, refused) in new[] { ("adjust", entry.Flag("adjust")), ("ignore_na", entry.Has("ignore_na") && !entry.Flag("ignore_na")) })
            if (refused) entry.Fail(key, "A row counts with its open_share only in an average with adjust: false and ignore_na: true.");
        entry.Add(name, history.Canonical(canonical), new OpenEma(history, share, step));
    }

    /// <summary>What an ema carries from row to row.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct State
    {
        /// <summary>The average; with adjust, the weighted sum.</summary>
        public double Value;

        /// <summary>With adjust, the sum of weights.</summary>
        public double Weight;

        /// <summary>The values seen; with shares, their sum.</summary>
        public double Seen;

        /// <summary>Rows since the input had a value.</summary>
        public double Age;

        /// <summary>1 while it is dead, else 0.</summary>
        public double Dead;
    }

    /// <summary>The recurrence.</summary>
    internal readonly struct Operator(double alpha, bool adjust, double minSamples, double maxAge, double deadBelow, double aliveAbove)
        : IRecurrence<Operator, State>
    {
        private readonly double _keep = 1 - alpha;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            state.Age = isObserved ? 0 : state.Age + 1;
            if (double.IsNaN(value)) return;
            if (adjust)
            {
                state.Value = value + _keep * state.Value;
                state.Weight = 1 + _keep * state.Weight;
            }
            else state.Value = state.Seen > 0 ? Next(state.Value, value) : value;

            state.Seen++;
            Live(ref state);
        }

        /// <summary>The same for a row that counts with a weight from 0 to 1: at 1 it has the bits of <see cref="Step"/>. Not for
        /// adjust.</summary>
        public void StepBy(ref State state, double value, double weight, bool isObserved)
        {
            state.Age = isObserved ? 0 : state.Age + 1;
            if (weight == 0) return;
            var share = alpha * weight;
            state.Value = state.Seen > 0 ? Math.FusedMultiplyAdd(1 - share, state.Value, share * value) : value;
            state.Seen += weight;
            Live(ref state);
        }

        public bool CanRun(in State state, double reach) =>
            !adjust && deadBelow == 0 && state.Seen >= Math.Max(1, minSamples - 1) && Math.Max(Math.Abs(state.Value), reach) <= float.MaxValue;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Run(ref State state, ReadOnlySpan<double> values, Span<float> output)
        {
            var average = state.Value;
            for (var i = 0; i < output.Length; i++) output[i] = (float)(average = Next(average, values[i]));
            Keep(ref state, average, output.Length);
        }

        /// <summary>An average waits for that of the row before, so two take no longer than one.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public void RunBoth(
            ref State state, Span<float> output, Operator other, ref State otherState, Span<float> otherOutput, ReadOnlySpan<double> values)
        {
            values = values[..output.Length];
            otherOutput = otherOutput[..output.Length];
            var (average, otherAverage) = (state.Value, otherState.Value);
            for (var i = 0; i < values.Length; i++)
            {
                output[i] = (float)(average = Next(average, values[i]));
                otherOutput[i] = (float)(otherAverage = other.Next(otherAverage, values[i]));
            }

            Keep(ref state, average, output.Length);
            Keep(ref otherState, otherAverage, output.Length);
        }

        /// <summary>Dead comes before too old: what has died stays so.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state)
        {
            if (state.Seen < minSamples) return ReasonNan.Warmup;
            if (state.Dead > 0) return ReasonNan.Dead;
            return state.Age > maxAge ? ReasonNan.TooFewValid : Average(in state);
        }

        /// <summary>Whether it dies, or comes back.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Live(ref State state)
        {
            if (deadBelow == 0 || state.Seen < minSamples) return;
            var size = Math.Abs(Average(in state));
            if (size < deadBelow) state.Dead = 1;
            else if (size >= aliveAbove) state.Dead = 0;
        }

        /// <summary>The product with the old average is fused with the sum: a row waits for one operation of the row before it, not
        /// two.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private double Next(double average, double value) => Math.FusedMultiplyAdd(_keep, average, alpha * value);

        private static void Keep(ref State state, double average, int rows)
        {
            state.Value = average;
            state.Seen += rows;
            state.Age = 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private double Average(in State state) => adjust ? state.Value / state.Weight : state.Value;
    }
}
