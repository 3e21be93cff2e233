using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Exponentially weighted standard deviation.</summary>
internal static class EmaStd
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "ema_std",
        Kind = FeatureKind.Past,
        Summary = "Exponentially weighted standard deviation from the first known value on, corrected for bias.",
        Formula = "sqrt(W² / (W² - sum of w²) sum of w (x - e)² / W) over the known x up to t, with the weights w of ema, W their sum and e "
            + "their mean: pandas ewm(alpha, adjust, ignore_na).std(). Needs 2 values.",
        NanMeaning = "Fewer than min_samples known values so far (Warmup), only one of them has a weight (Undefined), a row after the last "
            + "known value (Missing), or an output below dead_below (Dead).",
        Cost = "Four divisions and a square root, about 15 ns.",
        Example = "{ type: ema_std, alpha: 0.5, adjust: true } over 1, 5, 7 gives null, 2.8284, 2.7255.",
        Names = ["ema_std_{alpha}", "ema_std_span_{span}", "ema_std_halflife_{halflife}"],
        Parameters =
        [
            .. EmaAlpha.Parameters,
            new("adjust", ParameterShape.Flag, "Divide by the weights seen so far, instead of starting at the first value.", "false"),
            new("ignore_na", ParameterShape.Flag, "true: a missing row leaves the weights as they are; false: they decay over it.", "true"),
            HistoryParameters.MinSamples,
            .. HistoryParameters.Common,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history || EmaAlpha.Of(entry) is not var (way, given, alpha)) return;
        var minSamples = entry.MinSamples(2);
        var adjust = entry.Flag("adjust");
        var ignore = !entry.Has("ignore_na") || entry.Flag("ignore_na");
        entry.Add(
            entry.Name(
                way == "alpha" ? "ema_std_{alpha}" : $"ema_std_{way}_{{{way}}}",
                (way, given), ("min_samples", minSamples), ("column", history.ColumnName), ("shift", history.Shift)),
            history.Canonical($"ema_std alpha={alpha} adjust={(adjust ? "true" : "false")} ignore_na={(ignore ? "true" : "false")} min={minSamples}"),
            new RecurrenceOperation<Operator, State>(history, new Operator(alpha, adjust, ignore, minSamples)));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double Seen;
        public double Mean;

        /// <summary>The weighted mean of (x - mean)².</summary>
        public double Variance;

        /// <summary>The weight of all values so far as the mean sees it.</summary>
        public double Weight;

        public double WeightSum;

        public double WeightSquares;
    }

    private readonly struct Operator(double alpha, bool adjust, bool ignoreMissing, double minSamples) : IRecurrence<Operator, State>
    {
        private readonly double _keep = 1 - alpha;
        private readonly double _newWeight = adjust ? 1 : alpha;

        public void Step(ref State state, double value, bool isObserved)
        {
            var isMissing = double.IsNaN(value);
            if (isMissing && (ignoreMissing || state.Seen < 1)) return;
            if (state.Seen < 1)
            {
                state = new State { Seen = 1, Mean = value, Weight = 1, WeightSum = 1, WeightSquares = 1 };
                return;
            }

            state.Weight *= _keep;
            state.WeightSum *= _keep;
            state.WeightSquares *= _keep * _keep;
            if (isMissing) return;
            var weight = state.Weight + _newWeight;
            var before = state.Mean;
            state.Mean += (value - before) * (_newWeight / weight);
            var (moved, distance) = (before - state.Mean, value - state.Mean);
            state.Variance = (state.Weight * (state.Variance + moved * moved) + _newWeight * (distance * distance)) / weight;
            state.WeightSum += _newWeight;
            state.WeightSquares += _newWeight * _newWeight;
            state.Weight = weight;
            state.Seen++;
            if (adjust) return;
            state.WeightSum /= weight;
            state.WeightSquares /= weight * weight;
            state.Weight = 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state)
        {
            if (state.Seen < minSamples) return ReasonNan.Warmup;
            var square = state.WeightSum * state.WeightSum;
            var spread = square - state.WeightSquares;
            return spread > 0 ? Math.Sqrt(square / spread * state.Variance) : ReasonNan.Undefined;
        }
    }
}
