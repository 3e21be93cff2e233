using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>Mean of the same phase of the last seasons.</summary>
internal sealed class SeasonalMa(History history, int period, int window, int minSamples) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "seasonal_ma",
        Kind = FeatureKind.Past,
        Summary = "Mean of the same phase of the last seasons, such as the last four Mondays; the row itself is not in it.",
        Formula = "Mean of the known among x[t - period], x[t - 2 period] .. x[t - w period], added from the oldest on. With open_share: the sum "
            + "of share x over the sum of the shares of the known x; min_samples counts shares.",
        NanMeaning = "Fewer than min_samples known values among them (TooFewValid, or Warmup where they reach before the history), a row after "
            + "the last known value (Missing), or an output below dead_below (Dead).",
        Cost = "Two additions a season, 1 to 3 ns for four.",
        Example = "{ type: seasonal_ma, period: 2, windows: [2] } over 1, 5, 3, null, 8, 6 gives null, null, 1, 5, 2, 5.",
        Names = ["seasonal_ma_{period}_{window}"],
        Parameters =
        [
            new("period", ParameterShape.Whole(1, HistoryParameters.MaxSteps), "The length of a season in grid steps: 7 for the weekday of daily data."),
            new("windows", ParameterShape.Wholes(1, HistoryParameters.MaxSteps), "How many seasons to look back."),
            HistoryParameters.MinSamples,
            HistoryParameters.OpenShare,
            .. HistoryParameters.Common,
        ],
    };

    public override ImmutableArray<InputRead>? Reads =>
    [
        new(history.ColumnName, checked(period + history.Shift)),
        .. history.Share is { } share ? [new InputRead(share.Name, period + history.Shift)] : Array.Empty<InputRead>(),
    ];

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        // It goes on into the future for as long as the newest row it looks at lies in the history.
        var newest = history with { Shift = checked(period + history.Shift) };
        var reach = checked(period * window + history.Shift);
        var input = worker.Input(newest, reach);
        var output = worker.Output(input, newest, feature);
        worker.Kernels.Add(history.Share is { } share
            ? new OpenSeasonalMean(input, worker.Input(share.History, reach), output, period, window, minSamples, worker.Scratch)
            : new SeasonalKernel(input, output, period, window, minSamples, worker.Scratch));
    }

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        var period = entry.Whole("period")!.Value;
        var minSamples = entry.MinSamples(1);
        foreach (var window in entry.Wholes("windows"))
        {
            if (WindowType.IsTooShort(entry, window, minSamples, least: 1)) continue;
            if ((long)period * window > HistoryParameters.MaxSteps)
            {
                entry.Fail("windows", $"{window} seasons of {period} reach back more than {HistoryParameters.MaxSteps} grid steps.");
                continue;
            }

            entry.Add(
                entry.Name("seasonal_ma_{period}_{window}", ("period", period), ("window", window), ("min_samples", minSamples),
                    ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"seasonal_ma p={period} w={window} min={minSamples}"),
                new SeasonalMa(history, period, window, minSamples));
        }
    }

    private sealed class SeasonalKernel(
        HistoryInput input, HistoryOutput output, int period, int window, int minSamples, double[] scratch) : Kernel
    {
        private readonly int[] _counts = new int[Tile.MaxRows];

        public override void Run(Tile tile, Span<double> state)
        {
            var target = scratch.AsSpan(0, tile.Count);
            var counts = _counts.AsSpan(0, tile.Count);
            target.Clear();
            counts.Clear();
            for (var season = window - 1; season >= 0; season--)
            {
                var values = input.Values.Slice(input.Lead - output.History.Shift - season * period, tile.Count);
                for (var i = 0; i < target.Length; i++)
                {
                    var known = !double.IsNaN(values[i]);
                    target[i] += known ? values[i] : 0;
                    counts[i] += known ? 1 : 0;
                }
            }

            for (var i = 0; i < target.Length; i++) target[i] = counts[i] < minSamples ? ReasonNan.TooFewValid : target[i] / counts[i];
            WarmupRows.Mark(target, input, output.FirstRow(tile), (window - 1) * period + 1, (minSamples - 1) * period + 1);
            output.Write(tile, target);
        }
    }
}
