using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Calendar days since the price changed last: carried from row to row.</summary>
internal sealed class PriceChange(History price, double minChange) : Operation
{
    /// <summary>Days are capped here.</summary>
    public const int MaxDays = 365;

    public override int StateLength => Unsafe.SizeOf<State>() / sizeof(double);

    public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
        worker.Kernels.Add(new ChangeKernel(worker.Input(price, 0), feature, minChange, stateStart, worker.Scratch));

    /// <summary>Changes are counted from the price of the last one, so that many small steps are one in the end.</summary>
    private sealed class ChangeKernel(HistoryInput prices, int feature, double minChange, int stateStart, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            ref var kept = ref MemoryMarshal.AsRef<State>(MemoryMarshal.AsBytes(state[stateStart..]));
            var given = prices.Values.Slice(prices.Lead, tile.Count);
            for (var i = 0; i < tile.Count; i++)
            {
                var day = tile.Grid.DayOf(tile.Period + i);
                if (!double.IsNaN(given[i]))
                {
                    if (kept.IsKnown == 0) (kept.IsKnown, kept.Day, kept.Price) = (1, day, given[i]);
                    else if (Math.Abs(given[i] - kept.Price) > minChange * Math.Abs(kept.Price))
                        (kept.HasChanged, kept.Day, kept.Price) = (1, day, given[i]);
                }

                scratch[i] = kept.IsKnown == 1 && (kept.HasChanged == 1 || day - kept.Day >= MaxDays)
                    ? Math.Min(MaxDays, day - kept.Day)
                    : ReasonNan.Warmup;
            }

            tile.Writer.Write(feature, scratch.AsSpan(0, tile.Count), 0);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct State
    {
        public double IsKnown;
        public double HasChanged;

        /// <summary>The day of the last change; of the first known price before that.</summary>
        public double Day;

        /// <summary>The price since then.</summary>
        public double Price;
    }
}
