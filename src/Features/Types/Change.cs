using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>The change against the value some grid steps ago, absolute or relative.</summary>
internal sealed class Change(History history, int lag, bool isRelative) : Operation
{
    public static FeatureType DiffType { get; } = new(entry => Compile(entry, "diff", isRelative: false))
    {
        Name = "diff",
        Kind = FeatureKind.Past,
        Summary = "The change against the value some grid steps ago.",
        Formula = "x[t] - x[t - lag].",
        NanMeaning = "The earlier row lies before the history (Warmup; with decay, before the first known value), one of the two "
            + "values is missing, or the row lies after the last known value (Missing).",
        Cost = "A subtraction.",
        Example = "{ type: diff, lags: [1] } over 3, 5, 4 gives null, 2, -1.",
        Names = ["diff_{lag}"],
        Parameters = Keys,
    };

    public static FeatureType PctChangeType { get; } = new(entry => Compile(entry, "pct_change", isRelative: true))
    {
        Name = "pct_change",
        Kind = FeatureKind.Past,
        Summary = "The relative change against the value some grid steps ago.",
        Formula = "x[t] / x[t - lag] - 1.",
        NanMeaning = "The earlier value is 0 (Undefined), its row lies before the history (Warmup; with decay, before the first known "
            + "value), one of the two values is missing, or the row lies after the last known value (Missing).",
        Cost = "A division, about 1 ns.",
        Example = "{ type: pct_change, lags: [1] } over 4, 5, 0, 2 gives null, 0.25, -1, null.",
        Names = ["pct_change_{lag}"],
        Parameters = Keys,
    };

    private static ImmutableArray<FeatureParameter> Keys =>
    [
        new("lags", ParameterShape.Wholes(1, HistoryParameters.MaxSteps), "How many grid steps to look back."),
        .. HistoryParameters.Common,
    ];

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, checked(lag + history.Shift));
        worker.Kernels.Add(new ChangeKernel(
            input, worker.Output(input, history, feature), history.Shift, lag, isRelative, worker.Scratch));
    }

    private static void Compile(EntryCompiler entry, string name, bool isRelative)
    {
        if (entry.History() is not { } history) return;
        foreach (var lag in entry.Wholes("lags"))
        {
            entry.Add(
                entry.Name(name + "_{lag}", ("lag", lag), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"{name} {lag}"),
                new Change(history, lag, isRelative));
        }
    }

    private sealed class ChangeKernel(
        HistoryInput input, HistoryOutput output, int shift, int lag, bool isRelative, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var now = input.Values.Slice(input.Lead - shift, tile.Count);
            var then = input.Values.Slice(input.Lead - shift - lag, tile.Count);
            var values = scratch.AsSpan(0, tile.Count);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = double.IsNaN(then[i]) ? then[i]
                    : double.IsNaN(now[i]) ? now[i]
                    : !isRelative ? now[i] - then[i]
                    : Math.Abs(then[i]) > 0 ? now[i] / then[i] - 1
                    : ReasonNan.Undefined;
            }

            output.Write(tile, values);
        }
    }
}
