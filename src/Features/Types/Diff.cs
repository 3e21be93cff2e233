namespace SecretMagic.Features;

/// <summary>The change against the value some grid steps ago.</summary>
internal sealed class Diff(History history, int lag) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
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
        Parameters =
        [
            new("lags", ParameterShape.Wholes(1, HistoryParameters.MaxSteps), "How many grid steps to look back."),
            .. HistoryParameters.Common,
        ],
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, checked(lag + history.Shift));
        worker.Kernels.Add(new DiffKernel(input, worker.Output(input, history, feature), history.Shift, lag, worker.Scratch));
    }

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        foreach (var lag in entry.Wholes("lags"))
        {
            entry.Add(
                entry.Name("diff_{lag}", ("lag", lag), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"diff {lag}"),
                new Diff(history, lag));
        }
    }

    private sealed class DiffKernel(HistoryInput input, HistoryOutput output, int shift, int lag, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var now = input.Values.Slice(input.Lead - shift, tile.Count);
            var then = input.Values.Slice(input.Lead - shift - lag, tile.Count);
            var values = scratch.AsSpan(0, tile.Count);
            for (var i = 0; i < values.Length; i++)
                values[i] = double.IsNaN(then[i]) ? then[i] : double.IsNaN(now[i]) ? now[i] : now[i] - then[i];
            output.Write(tile, values);
        }
    }
}
