using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>An exponential average of rows that count with their share: a row that was half open moves it half as far.</summary>
internal sealed class OpenEma(History history, OpenShare share, Ema.Operator step) : Operation
{
    public override int StateLength => Unsafe.SizeOf<Ema.State>() / sizeof(double);

    public override void Enlist(WorkerLayout worker, int feature, int stateStart)
    {
        var (values, shares) = (worker.Input(history, history.Shift), worker.Input(share.History, history.Shift));
        worker.Kernels.Add(new EmaKernel(values, shares, worker.Output(values, history, feature), step, stateStart, worker.Scratch));
    }

    private sealed class EmaKernel(
        HistoryInput values, HistoryInput shares, HistoryOutput output, Ema.Operator step, int stateStart, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            ref var kept = ref MemoryMarshal.AsRef<Ema.State>(MemoryMarshal.AsBytes(state[stateStart..]));
            var shift = output.History.Shift;
            var given = values.Values.Slice(values.Lead - shift, tile.Count);
            var open = shares.Values.Slice(shares.Lead - shift, tile.Count);
            var first = output.FirstRow(tile);
            var before = Math.Clamp(-first, 0, tile.Count);
            scratch.AsSpan(0, before).Fill(ReasonNan.Warmup);
            var raw = values.Raw(Math.Max(0, first), tile.Count - before);
            for (var i = before; i < tile.Count; i++)
            {
                var weight = OpenShare.WeightOf(given[i], open[i]);
                step.StepBy(ref kept, given[i], weight, !double.IsNaN(raw[i - before]) && weight > 0);
                scratch[i] = step.Read(in kept);
            }

            output.Write(tile, scratch.AsSpan(0, tile.Count));
        }
    }
}
