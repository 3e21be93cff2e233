using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Features;

/// <summary>Where a row stands among the last grid points, as a share.</summary>
internal sealed class Rank(History history, int window, int minSamples) : Operation
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "rank",
        Kind = FeatureKind.Past,
        Summary = "Where a row stands among the last grid points, as a share from 0 (exclusive) to 1, the greatest.",
        Formula = "(number of known x in (t - w, t] below x[t] + (number of those equal to x[t], itself included, + 1) / 2) / number of known x: "
            + "pandas rolling(w).rank(pct=True), ties take the mean of their ranks.",
        NanMeaning = "The row itself is missing (Missing). " + WindowType.NanMeaning,
        Cost = "Three compares a row of the window, eight rows at a time: 6 ns for 28 rows, 20 ns for 90.",
        Example = "{ type: rank, windows: [3] } over 4, 2, 2, null, 8 gives 1, 0.5, 0.5, null, 1.",
        Names = ["rank_{window}"],
        Parameters = [HistoryParameters.Windows, HistoryParameters.MinSamples, .. HistoryParameters.Common],
    };

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var input = worker.Input(history, checked(window - 1 + history.Shift));
        worker.Kernels.Add(new RankKernel(input, worker.Output(input, history, feature), window, minSamples, worker.Scratch));
    }

    private static void Compile(EntryCompiler entry)
    {
        if (entry.History() is not { } history) return;
        var minSamples = entry.MinSamples(1);
        foreach (var window in entry.Wholes("windows"))
        {
            if (WindowType.IsTooShort(entry, window, minSamples, least: 1)) continue;
            entry.Add(
                entry.Name("rank_{window}",
                    ("window", window), ("min_samples", minSamples), ("column", history.ColumnName), ("shift", history.Shift)),
                history.Canonical($"rank average percent w={window} min={minSamples}"),
                new Rank(history, window, minSamples));
        }
    }

    private sealed class RankKernel(HistoryInput input, HistoryOutput output, int window, int minSamples, double[] scratch) : Kernel
    {
        private readonly long[] _counts = new long[3 * Vector512<long>.Count];

        public override void Run(Tile tile, Span<double> state)
        {
            var values = input.Values.Slice(input.Lead - output.History.Shift - window + 1, window - 1 + tile.Count);
            var target = scratch.AsSpan(0, tile.Count);
            var width = Vector512<double>.Count;
            var row = 0;
            for (; row <= target.Length - width; row += width)
            {
                CountEight(values[row..]);
                for (var lane = 0; lane < width; lane++)
                    target[row + lane] = Read(values[row + lane + window - 1], _counts[lane], _counts[width + lane], _counts[2 * width + lane]);
            }

            for (; row < target.Length; row++)
            {
                var (below, upTo, known) = (0L, 0L, 0L);
                var now = values[row + window - 1];
                foreach (var value in values.Slice(row, window))
                {
                    below += value < now ? 1 : 0;
                    upTo += value <= now ? 1 : 0;
                    known += double.IsNaN(value) ? 0 : 1;
                }

                target[row] = Read(now, below, upTo, known);
            }

            WarmupRows.Mark(target, input, output.FirstRow(tile), window, minSamples);
            output.Write(tile, target);
        }

        private void CountEight(ReadOnlySpan<double> values)
        {
            ref var first = ref MemoryMarshal.GetReference(values);
            var now = Vector512.LoadUnsafe(ref first, (nuint)window - 1);
            var below = Vector512<long>.Zero;
            var upTo = Vector512<long>.Zero;
            var known = Vector512<long>.Zero;
            for (nuint j = 0; j < (nuint)window; j++)
            {
                var value = Vector512.LoadUnsafe(ref first, j);
                below -= Vector512.LessThan(value, now).AsInt64();
                upTo -= Vector512.LessThanOrEqual(value, now).AsInt64();
                known -= Vector512.Equals(value, value).AsInt64();
            }

            below.CopyTo(_counts, 0);
            upTo.CopyTo(_counts, Vector512<long>.Count);
            known.CopyTo(_counts, 2 * Vector512<long>.Count);
        }

        private double Read(double now, long below, long upTo, long known) =>
            double.IsNaN(now) ? now
            : known < minSamples ? ReasonNan.TooFewValid
            : (below + (upTo - below + 1) / 2.0) / known;
    }
}
