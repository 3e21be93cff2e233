using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Walks a recurrence along the rows of a tile; its state is a part of the series' state, as IEEE bits.</summary>
internal sealed class RecurrenceKernel<TOperator, TState>(
    TOperator step, HistoryInput input, HistoryOutput output, int stateStart, double[] scratch) : Kernel
    where TOperator : struct, IRecurrence<TState>
    where TState : unmanaged
{
    public override void Run(Tile tile, Span<double> state)
    {
        ref var kept = ref MemoryMarshal.AsRef<TState>(MemoryMarshal.AsBytes(state[stateStart..]));
        var first = output.FirstRow(tile);
        if (tile.Count == 1) output.WriteRow(tile, first < 0 ? ReasonNan.Warmup : Next(ref kept, first));
        else RunAll(tile, ref kept, first);
    }

    private double Next(ref TState state, int row)
    {
        step.Step(ref state, input.Values[input.Lead - output.History.Shift], !double.IsNaN(input.Raw(row, 1)[0]));
        return step.Read(in state);
    }

    private void RunAll(Tile tile, ref TState kept, int first)
    {
        var now = kept;
        var before = Math.Clamp(-first, 0, tile.Count);
        scratch.AsSpan(0, before).Fill(ReasonNan.Warmup);

        var start = input.Lead - output.History.Shift + before;
        var values = input.Values.Slice(start, tile.Count - before);
        var raw = input.Raw(Math.Max(0, first), values.Length);
        var target = scratch.AsSpan(before, values.Length);
        var operation = step;
        var known = Math.Max(0, input.KnownFrom - start);
        Span<float> direct = default;
        for (var i = 0; i < target.Length; i++)
        {
            if (i >= known && input.Largest <= float.MaxValue && output.Direct(tile, before + i) is { Length: > 0 } singles
                && operation.TryRun(ref now, values[i..], singles))
            {
                direct = singles;
                break;
            }

            operation.Step(ref now, values[i], !double.IsNaN(raw[i]));
            target[i] = operation.Read(in now);
        }

        kept = now;
        output.Write(tile, scratch.AsSpan(0, tile.Count - direct.Length));
    }
}
