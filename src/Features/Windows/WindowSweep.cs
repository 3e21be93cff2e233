using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Evaluates statistics of one window over a run of rows, several blocks at a time, in scratch that is reused. O(1) a row and
/// statistic.</summary>
internal sealed class WindowSweep(int window) : IDisposable
{
    private double[] _gathered = [];
    private readonly AlignedBuffer<double> _states = new(checked((window + 1) * BlockGroup.MaxFields * Lanes8.Count));
    private double[] _run = [];
    private double[] _rolled = [];

    /// <summary>The values a sweep writes at most: whole blocks, up to a group past the last one.</summary>
    public static int OutputLength(int rows, int window) => checked((rows / window + 2 + Lanes8.Count) * window);

    /// <summary>Sweeps over <paramref name="blocks"/> blocks. Nothing is read before <c>start - window</c>.</summary>
    /// <param name="values">The values in the order of time.</param>
    /// <param name="start">The position of the first period of the first block in <paramref name="values"/>.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="statistics">What is evaluated, with its fewest known values.</param>
    /// <param name="outputs">[statistic] the results: position p is the window that ends at <c>start + p</c>.</param>
    public void Run(
        ReadOnlySpan<double> values,
        int start,
        int blocks,
        ReadOnlySpan<(WindowStatistic Statistic, int MinSamples)> statistics,
        double[][] outputs)
    {
        for (var block = 0; block < blocks;)
        {
            var left = blocks - block;
            var lanes = left <= 2 ? Lanes1.Count : Vector512.IsHardwareAccelerated && left > Lanes4.Count ? Lanes8.Count : Lanes4.Count;
            Gather(values, start + (block - 1) * window, lanes + 1, left + 1);
            var group = new BlockGroup(_gathered, window, _states.Slice(0, (int)_states.Length));
            for (var i = 0; i < statistics.Length; i++)
            {
                var (statistic, minSamples) = statistics[i];
                var output = outputs[i].AsSpan(block * window);
                if (lanes == Lanes8.Count) statistic.Evaluate<Lanes8>(group, minSamples, output);
                else if (lanes == Lanes4.Count) statistic.Evaluate<Lanes4>(group, minSamples, output);
                else statistic.Evaluate<Lanes1>(group, minSamples, output);
            }

            block += lanes;
        }
    }

    /// <summary>One rolling statistic of a whole run, whose first value stands at <paramref name="firstPeriod"/>.</summary>
    /// <param name="values">The values in the order of time.</param>
    /// <param name="firstPeriod">The period of the first value.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="minSamples">The fewest known values.</param>
    /// <param name="target">The results, one a value.</param>
    public void Roll(ReadOnlySpan<double> values, long firstPeriod, WindowStatistic statistic, int minSamples, Span<double> target)
    {
        if (values.Length == 0) return;
        var into = PositionInBlock(firstPeriod, window);
        var rows = into + values.Length;
        if (_run.Length < window + rows) _run = new double[window + rows];
        if (_rolled.Length < OutputLength(rows, window)) _rolled = new double[OutputLength(rows, window)];
        _run.AsSpan(0, window + into).Fill(double.NaN);
        values.CopyTo(_run.AsSpan(window + into));
        Run(_run.AsSpan(0, window + rows), window, (rows - 1) / window + 1, [(statistic, minSamples)], [_rolled]);
        _rolled.AsSpan(into, values.Length).CopyTo(target);
    }

    /// <inheritdoc/>
    public void Dispose() => _states.Dispose();

    /// <summary>How far a period lies behind the start of its block.</summary>
    public static int PositionInBlock(long period, int window) => (int)(((period % window) + window) % window);

    /// <summary>Lays position j of neighbouring blocks side by side; slots past the last block repeat it.</summary>
    private void Gather(ReadOnlySpan<double> values, int start, int slots, int blocks)
    {
        if (_gathered.Length < slots * window) _gathered = new double[slots * window];
        ref var target = ref MemoryMarshal.GetArrayDataReference(_gathered);
        for (var slot = 0; slot < slots; slot++)
        {
            var from = start + Math.Min(slot, blocks - 1) * window;
            var source = values[from..Math.Min(from + window, values.Length)];
            for (var j = 0; j < source.Length; j++) Unsafe.Add(ref target, j * slots + slot) = source[j];
        }
    }
}
