using System.Runtime.Intrinsics;

namespace SecretMagic.Features;

/// <summary>
/// All quantiles of one input over one window. Order statistics do not depend on how they are found, so the two ways here give the same
/// bits: small integers by <see cref="ByteWindow"/>, anything else by <see cref="SortedWindow"/>.
/// </summary>
internal sealed class QuantileKernel(HistoryInput input, int shift, int window) : Kernel
{
    private readonly ByteWindow? _bytes = window <= ByteWindow.MaxWindow ? new ByteWindow(window) : null;
    private readonly SortedWindow _sorted = new(window);
    private readonly byte[] _counts = new byte[ByteWindow.Rows];
    private readonly byte[] _ranks = new byte[ByteWindow.Rows];
    private readonly byte[] _lows = new byte[ByteWindow.Rows];
    private readonly byte[] _highs = new byte[ByteWindow.Rows];
    private readonly double[] _parts = new double[ByteWindow.Rows];
    private (HistoryOutput Output, QuantileLevel Level, int MinSamples, double[] Values)[] _members = [];

    public void Add(HistoryOutput output, QuantileLevel level, int minSamples) =>
        _members = [.. _members, (output, level, minSamples, new double[Tile.MaxRows])];

    public override void Dispose()
    {
        _bytes?.Dispose();
        base.Dispose();
    }

    public override void Run(Tile tile, Span<double> state)
    {
        var values = input.Values.Slice(input.Lead - shift - window + 1, window - 1 + tile.Count);
        if (_bytes is not null && _bytes.TryFill(values)) RunBytes(_bytes, tile.Count);
        else RunSorted(values, tile.Count);
        foreach (var (output, _, minSamples, results) in _members)
        {
            var rows = results.AsSpan(0, tile.Count);
            WarmupRows.Mark(rows, input, output.FirstRow(tile), window, minSamples);
            output.Write(tile, rows);
        }
    }

    private void RunSorted(ReadOnlySpan<double> values, int rows)
    {
        _sorted.Fill(values[..window]);
        for (var row = 0; row < rows; row++)
        {
            if (row > 0) _sorted.Slide(values[row - 1], values[row + window - 1]);
            var count = _sorted.Count;
            foreach (var (_, level, _, results) in _members)
            {
                var part = level.Parts[count];
                if (double.IsNaN(part))
                {
                    results[row] = ReasonNan.TooFewValid;
                    continue;
                }

                // Without a branch on the part, which alternates with the count: the same value twice where there is no way to go.
                var rank = level.Ranks[count];
                var low = _sorted[rank];
                results[row] = low + (_sorted[rank + (part > 0 ? 1 : 0)] - low) * part;
            }
        }
    }

    private void RunBytes(ByteWindow bytes, int rows)
    {
        for (var row = 0; row < rows; row += ByteWindow.Rows)
        {
            var isFull = bytes.IsFull(row);
            bytes.Take(row);
            if (!isFull) bytes.Count(_counts);
            foreach (var (_, level, _, results) in _members)
            {
                var target = results.AsSpan(row, ByteWindow.Rows);
                if (isFull) SetRanks(level);
                else FindRanks(level);
                Read(bytes, isBetween: !isFull || level.Parts[window] > 0, target);
            }
        }
    }

    /// <summary>What the level asks for of full windows.</summary>
    private void SetRanks(QuantileLevel level)
    {
        _ranks.AsSpan().Fill((byte)level.Ranks[window]);
        _parts.AsSpan().Fill(level.Parts[window]);
    }

    /// <summary>What the level asks for, by the number of known values in each window.</summary>
    private void FindRanks(QuantileLevel level)
    {
        var ranks = level.Ranks;
        var parts = level.Parts;
        ReadOnlySpan<byte> counts = _counts;
        Span<byte> wanted = _ranks;
        Span<double> ways = _parts;
        for (var lane = 0; lane < counts.Length && lane < wanted.Length && lane < ways.Length; lane++)
        {
            var count = counts[lane];
            wanted[lane] = (byte)ranks[count];
            ways[lane] = parts[count];
        }
    }

    private void Read(ByteWindow bytes, bool isBetween, Span<double> target)
    {
        var ranks = Vector512.Create<byte>(_ranks);
        var low = bytes.Select(ranks);
        var high = isBetween ? bytes.Next(ranks, low) : low;
        low.CopyTo(_lows);
        high.CopyTo(_highs);
        for (var i = 0; i < ByteWindow.Rows; i += Vector512<double>.Count)
        {
            var part = Vector512.Create<double>(_parts.AsSpan(i));
            var from = ByteWindow.Doubles(_lows.AsSpan(i));
            var value = from + (ByteWindow.Doubles(_highs.AsSpan(i)) - from) * part;
            Vector512.ConditionalSelect(Vector512.Equals(part, part), value, Vector512.Create(ReasonNan.TooFewValid)).CopyTo(target[i..]);
        }
    }
}
