using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Level of intermittent demand by Teunter, Syntetos and Babai.</summary>
internal static class Tsb
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "tsb",
        Kind = FeatureKind.Past,
        Summary = "Level of intermittent demand: smoothed probability of a sale times smoothed size of a sale (Teunter, Syntetos and Babai 2011).",
        Formula = "p z. On a row with x > 0: z += alpha (x - z), p += beta (1 - p); with another known x: p -= beta p; a missing x leaves both. p "
            + "starts as 1 or 0 at the first known value, z with the first sale.",
        NanMeaning = "No sale, or fewer than min_samples known values so far (Warmup), a row after the last known value (Missing), or an output "
            + "below dead_below (Dead).",
        Cost = "Two averages that wait for each other, about 3 ns.",
        Example = "{ type: tsb, alpha: 0.5, beta: 0.5 } over 4, 0, 0, 8 gives 4, 2, 1, 3.75.",
        Names = ["tsb_{alpha}_{beta}"],
        Parameters =
        [
            new("alpha", ParameterShape.AboveUpTo(0, 1), "The weight of the newest sale in the size.", "0.1"),
            new("beta", ParameterShape.AboveUpTo(0, 1), "The weight of the newest row in the probability.", "0.1"),
            HistoryParameters.MinSamples,
            .. HistoryParameters.Common,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        var (alpha, beta) = (entry.Number("alpha") ?? 0.1, entry.Number("beta") ?? 0.1);
        var minSamples = entry.MinSamples(1);
        entry.Add(
            entry.Name("tsb_{alpha}_{beta}", ("alpha", alpha), ("beta", beta), ("min_samples", minSamples),
                ("column", history.ColumnName), ("shift", history.Shift)),
            history.Canonical($"tsb alpha={alpha} beta={beta} min={minSamples}"),
            new RecurrenceOperation<Operator, State>(history, new Operator(alpha, beta, minSamples)));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double Seen;

        /// <summary>1 once there was a sale.</summary>
        public double Sold;

        public double Probability;

        public double Size;
    }

    private readonly struct Operator(double alpha, double beta, double minSamples) : IRecurrence<Operator, State>
    {
        private readonly double _keepSize = 1 - alpha;
        private readonly double _keepProbability = 1 - beta;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref State state, double value, bool isObserved)
        {
            if (double.IsNaN(value)) return;
            var sale = value > 0 ? 1.0 : 0.0;
            state.Probability = state.Seen > 0 ? beta * sale + _keepProbability * state.Probability : sale;
            state.Seen++;
            if (sale < 1) return;
            state.Size = state.Sold > 0 ? alpha * value + _keepSize * state.Size : value;
            state.Sold = 1;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Read(in State state) =>
            state.Sold > 0 && state.Seen >= minSamples ? state.Probability * state.Size : ReasonNan.Warmup;
    }
}
