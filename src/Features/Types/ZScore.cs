using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>How many standard deviations a row lies above the mean of the last grid points.</summary>
internal sealed class ZScore : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "zscore",
        "How many standard deviations a row lies above the mean of the last grid points.",
        "(x[t] - mean) / std over the known x in (t - w, t], std with n - 1; 0 where the deviation is 0. Needs 2 values.",
        "A few operations and a square root whatever the window, 3 to 9 ns.",
        "{ type: zscore, windows: [3] } over 1, 3, null, 3, 3 gives null, 0.7071, null, 0, 0.",
        new ZScore(), least: 2, nanMeaning: "The row itself is missing (Missing). " + WindowType.NanMeaning);

    public override string Canonical(int window, int minSamples) => $"zscore w={window} ddof=1 min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Standing<T>, Reading<T>>(minSamples, output);

    private readonly struct Reading<T> : IReading<Standing<T>, T>
        where T : unmanaged, ILanes<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(Standing<T> state, T minSamples)
        {
            var (count, sum) = (state.Moments.Count, state.Moments.Sum);
            var moment = count * state.Moments.Squares - sum * sum;
            var deviation = T.Sqrt(moment / (count * (count - T.Of(1))));
            var score = (state.Newest - state.Moments.Centre - sum / count) / deviation;
            score = T.WhereLess(T.Of(0), moment, score, T.Of(0));
            score = T.WhereLess(count, minSamples, T.Of(ReasonNan.TooFewValid), score);
            return T.WhereKnown(state.Newest, score, T.Of(ReasonNan.Missing));
        }
    }
}
