using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>The value some grid steps ago.</summary>
internal sealed class Lag(History history, int lag) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "lag",
        Kind = FeatureKind.Past,
        Summary = "The value some grid steps ago.",
        Formula = "x[t - lag].",
        NanMeaning = "The row looked at lies before the history (Warmup; with decay, before the first known value), is itself missing, "
            + "or lies after the last known value (Missing).",
        Cost = "A copy of the value.",
        Example = "{ type: lag, lags: [1] } over 3, 5, 4 gives null, 3, 5.",
        Names = ["lag_{lag}"],
        Parameters =
        [
            new("lags", ParameterShape.Wholes(0, HistoryParameters.MaxSteps), "How many grid steps to look back."),
            .. HistoryParameters.Common,
        ],
    };

    public override ImmutableArray<InputRead>? Reads => [new(history.ColumnName, checked(lag + history.Shift))];

    public override string? Meaning => (history with { Shift = 0 }).Canonical($"lag {lag + history.Shift}");

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        // It goes on into the future for as long as the row it looks at lies in the history.
        var distance = history with { Shift = lag + history.Shift };
        var input = worker.Input(distance, distance.Shift);
        worker.Kernels.Add(new LagKernel(input, worker.Output(input, distance, feature), distance.Shift));
    }

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        foreach (var lag in entry.Wholes("lags"))
        {
            entry.Add(
                entry.Name("lag_{lag}", ("lag", lag), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"lag {lag}"),
                new Lag(history, lag));
        }
    }

    private sealed class LagKernel(HistoryInput input, HistoryOutput output, int distance) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var start = input.Lead - distance;
            if (tile.Count == 1) output.WriteRow(tile, input.Values[start]);
            else output.WriteShared(tile, start, Math.Max(0, input.KnownFrom - start));
        }
    }
}
