using System.Runtime.InteropServices;

namespace SecretMagic.Features;

/// <summary>Walks recurrences of one kind along the rows of a tile, two at a time; their states are parts of the series' state, as IEEE
/// bits.</summary>
internal sealed class RecurrenceKernel<TOperator, TState>(HistoryInput input, int shift, double[] scratch) : Kernel
    where TOperator : struct, IRecurrence<TOperator, TState>
    where TState : unmanaged
{
    private Member[] _members = [];

    public void Add(TOperator step, HistoryOutput output, int stateStart) => _members = [.. _members, new(step, output, stateStart)];

    public override void Run(Tile tile, Span<double> state)
    {
        if (tile.Count > 1) RunAll(tile, state);
        else foreach (ref readonly var member in _members.AsSpan()) RunRow(tile, in member, state);
    }

    private void RunRow(Tile tile, in Member member, Span<double> state)
    {
        var row = member.Output.FirstRow(tile);
        var value = ReasonNan.Warmup;
        if (row >= 0)
        {
            ref var kept = ref member.State(state);
            member.Step.Step(ref kept, input.Values[input.Lead - shift], !double.IsNaN(input.Raw(row, 1)[0]));
            value = member.Step.Read(in kept);
        }

        member.Output.WriteRow(tile, value);
    }

    private void RunAll(Tile tile, Span<double> state)
    {
        for (var i = 0; i < _members.Length; i += 2)
        {
            var one = _members[i];
            var other = _members[Math.Min(i + 1, _members.Length - 1)];
            var output = Begin(tile, one, state);
            var otherOutput = i + 1 < _members.Length ? Begin(tile, other, state) : default;
            var both = Math.Min(output.Length, otherOutput.Length);
            Run(tile, one, state, output, both);
            Run(tile, other, state, otherOutput, both);
            if (both == 0) continue;
            one.Step.RunBoth(
                ref one.State(state), output[^both..], other.Step, ref other.State(state), otherOutput[^both..],
                Values(tile, tile.Count - both, both));
        }
    }

    /// <summary>Takes rows one by one up to the first from which on the rest may be run; gives the places of those.</summary>
    private Span<float> Begin(Tile tile, Member member, Span<double> state)
    {
        var (step, output) = (member.Step, member.Output);
        ref var kept = ref member.State(state);
        var now = kept;
        var first = output.FirstRow(tile);
        var before = Math.Clamp(-first, 0, tile.Count);
        scratch.AsSpan(0, before).Fill(ReasonNan.Warmup);

        var values = Values(tile, before, tile.Count - before);
        var raw = input.Raw(Math.Max(0, first), values.Length);
        var target = scratch.AsSpan(before, values.Length);
        var known = Math.Max(0, input.KnownFrom - (input.Lead - shift + before));
        var reach = input.Largest * tile.Count;
        Span<float> direct = default;
        for (var i = 0; i < target.Length; i++)
        {
            if (i >= known && step.CanRun(in now, reach) && output.Direct(tile, before + i) is { Length: > 0 } singles)
            {
                direct = singles;
                break;
            }

            step.Step(ref now, values[i], !double.IsNaN(raw[i]));
            target[i] = step.Read(in now);
        }

        kept = now;
        output.Write(tile, scratch.AsSpan(0, tile.Count - direct.Length));
        return direct;
    }

    /// <summary>Takes the rows to the end of the tile but the last <paramref name="but"/> ones.</summary>
    private void Run(Tile tile, Member member, Span<double> state, Span<float> output, int but)
    {
        if (output.Length == but) return;
        var values = Values(tile, tile.Count - output.Length, output.Length - but);
        member.Step.Run(ref member.State(state), values, output[..^but]);
    }

    private ReadOnlySpan<double> Values(Tile tile, int row, int count) => input.Values.Slice(input.Lead - shift + row, count);

    private readonly record struct Member(TOperator Step, HistoryOutput Output, int StateStart)
    {
        public ref TState State(Span<double> state) => ref MemoryMarshal.AsRef<TState>(MemoryMarshal.AsBytes(state[StateStart..]));
    }
}
