namespace SecretMagic.Features;

/// <summary>Number of known values over the last grid points.</summary>
internal sealed class Count(History history, int window) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "count",
        Kind = FeatureKind.Past,
        Summary = "Number of known values over the last grid points.",
        Formula = "Number of known x in (t - w, t]; 0 where none is known. A value of 0 is known.",
        NanMeaning = "A row before the history, with decay before its first known value (Warmup), a row after the last known value "
            + "(Missing), or an output below dead_below (Dead).",
        Cost = "An addition and a subtraction whatever the window, 1 to 2 ns.",
        Example = "{ type: count, windows: [2] } over null, null, 0, 4 gives 0, 0, 1, 2.",
        Names = ["count_{window}"],
        Parameters = [HistoryParameters.Windows, .. HistoryParameters.Common],
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, checked(window - 1 + history.Shift));
        worker.Kernels.Add(new CountKernel(input, worker.Output(input, history, feature), window, worker.Scratch));
    }

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        foreach (var window in entry.Wholes("windows"))
        {
            entry.Add(
                entry.Name("count_{window}", ("window", window), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"count w={window}"),
                new Count(history, window));
        }
    }

    private sealed class CountKernel(HistoryInput input, HistoryOutput output, int window, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var values = input.Values.Slice(input.Lead - output.History.Shift - window + 1, window - 1 + tile.Count);
            var target = scratch.AsSpan(0, tile.Count);
            var count = 0;
            foreach (var value in values[..(window - 1)]) count += double.IsNaN(value) ? 0 : 1;
            for (var row = 0; row < target.Length; row++)
            {
                var now = values[row + window - 1];
                count += double.IsNaN(now) ? 0 : 1;
                target[row] = double.IsNaN(now) && ReasonNan.ReasonIn(now) == NanReason.Warmup ? now : count;
                count -= double.IsNaN(values[row]) ? 0 : 1;
            }

            output.Write(tile, target);
        }
    }
}
