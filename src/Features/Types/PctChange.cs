namespace SecretMagic.Features;

/// <summary>The relative change against the value some grid steps ago.</summary>
internal sealed class PctChange(History history, int lag) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
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
        Parameters =
        [
            new("lags", ParameterShape.Wholes(1, HistoryParameters.MaxSteps), "How many grid steps to look back."),
            .. HistoryParameters.Common,
        ],
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, checked(lag + history.Shift));
        worker.Kernels.Add(new PctChangeKernel(input, worker.Output(input, history, feature), history.Shift, lag, worker.Scratch));
    }

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        foreach (var lag in entry.Wholes("lags"))
        {
            entry.Add(
                entry.Name("pct_change_{lag}", ("lag", lag), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"pct_change {lag}"),
                new PctChange(history, lag));
        }
    }

    private sealed class PctChangeKernel(HistoryInput input, HistoryOutput output, int shift, int lag, double[] scratch) : Kernel
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
                    : Math.Abs(then[i]) > 0 ? now[i] / then[i] - 1
                    : ReasonNan.Undefined;
            }

            output.Write(tile, values);
        }
    }
}
