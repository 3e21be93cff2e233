using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>What each row is: the presence code as a text.</summary>
internal sealed class PresenceColumn(History history, Ema.Operator? life) : Operation
{
    private static readonly Labels Codes = new(["observed", "implied_zero", "missing", "closed", "not_listed", "stock_out", "dead"]);

    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "presence",
        Kind = FeatureKind.Past,
        Summary = "What each row is: observed, implied_zero, missing, closed, not_listed, stock_out or dead.",
        Formula = "The first that holds: not_listed, closed, stock_out by the set's presence; observed: the target has a value; dead: the "
            + "average of alpha is below dead_below; implied_zero: no value since the first one, under decay; missing.",
        NanMeaning = "Never NaN.",
        Cost = "A few comparisons, and an average where dead_below is given.",
        Example = "{ type: presence, nan_strategy: decay } over null, 2, null, 3 gives missing, observed, implied_zero, observed.",
        Names = ["presence"],
        Parameters =
        [
            new("nan_strategy", ParameterShape.OneOf("missing", "decay"),
                "decay: a missing value since the first one is implied_zero.", "the set's default"),
            new("alpha", ParameterShape.AboveUpTo(0, 1), "With dead_below: the weight of the newest value in the average.", "0.5"),
            new("dead_below", ParameterShape.Above(0), "With decay: below this average the product is dead.", "never"),
            HistoryParameters.AliveAbove,
        ],
    };

    public override int StateLength => life is null ? 0 : Unsafe.SizeOf<Ema.State>() / sizeof(double);

    public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
        worker.Kernels.Add(new PresenceKernel(worker.Input(history, 0), worker.Presence, history.Strategy, life, feature, stateStart));

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history || entry.AliveAbove(history) is not { } alive) return;
        history = history with { Shift = 0 };
        var alpha = entry.Number("alpha") ?? 0.5;
        var isMortal = history.DeadBelow > 0;
        entry.Add(
            "presence", history.Canonical(isMortal ? $"presence alpha={alpha} alive above {alive}" : "presence"),
            new PresenceColumn(history, isMortal ? new Ema.Operator(alpha, false, 1, double.MaxValue, history.DeadBelow, alive) : null), Codes);
    }

    public override ImmutableArray<InputRead>? Reads => [new(history.ColumnName, 0)];

    private sealed class PresenceKernel(
        HistoryInput input, PresenceRule? rule, NanStrategy strategy, Ema.Operator? life, int feature, int stateStart) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var raw = input.Raw(tile.From, tile.Count);
            var values = input.Values.Slice(input.Lead, tile.Count);
            Ema.State unused = default;
            ref var average = ref life is null ? ref unused : ref MemoryMarshal.AsRef<Ema.State>(MemoryMarshal.AsBytes(state[stateStart..]));
            var run = 0;
            var before = Presence.Observed;
            for (var i = 0; i < tile.Count; i++)
            {
                var row = tile.From + i;
                life?.Step(ref average, values[i], !double.IsNaN(raw[i]));
                var ruled = rule?.Of(row) ?? Presence.Observed;
                var code = ruled != Presence.Observed ? ruled : !double.IsNaN(raw[i]) ? Presence.Observed : Unseen(row, in average);
                if (i > 0 && code != before) Write(tile, ref run, i, before);
                before = code;
            }

            Write(tile, ref run, tile.Count, before);
        }

        private Presence Unseen(int row, in Ema.State average) =>
            strategy == NanStrategy.Missing || row < input.FirstKnown || row > input.LastKnown ? Presence.Missing
            : life is { } operation && BitConverter.DoubleToInt64Bits(operation.Read(in average)) == BitConverter.DoubleToInt64Bits(ReasonNan.Dead)
                ? Presence.Dead
            : Presence.ImpliedZero;

        private void Write(Tile tile, ref int run, int end, Presence code)
        {
            if (end > run) tile.Writer.FillLabel(feature, run, end - run, (int)code);
            run = end;
        }
    }
}
