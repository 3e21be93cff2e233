using System.Runtime.InteropServices;
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
    private (HistoryOutput Output, QuantileLevel Level, int MinSamples, double[] Values)[] _members = [];

    public void Add(HistoryOutput output, QuantileLevel level, int minSamples) =>
        _members = [.. _members, (output, level, minSamples, new double[Tile.MaxRows])];

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
            foreach (var (_, level, minSamples, results) in _members)
            {
                if (count < minSamples)
                {
                    results[row] = ReasonNan.TooFewValid;
                    continue;
                }

                var (rank, part) = (level.Ranks[count], level.Parts[count]);
                results[row] = QuantileLevel.Between(_sorted[rank], part > 0 ? _sorted[rank + 1] : 0, part);
            }
        }
    }

    private void RunBytes(ByteWindow bytes, int rows)
    {
        Span<byte> counts = stackalloc byte[Vector512<byte>.Count];
        Span<byte> ranks = stackalloc byte[Vector512<byte>.Count];
        Span<byte> lows = stackalloc byte[Vector512<byte>.Count];
        Span<byte> highs = stackalloc byte[Vector512<byte>.Count];
        for (var row = 0; row < rows; row += ByteWindow.Rows)
        {
            bytes.Counts(row).StoreUnsafe(ref MemoryMarshal.GetReference(counts));
            foreach (var (_, level, minSamples, results) in _members)
            {
                var parts = 0.0;
                for (var lane = 0; lane < counts.Length; lane++)
                {
                    ranks[lane] = (byte)level.Ranks[counts[lane]];
                    parts += level.Parts[counts[lane]];
                }

                var wanted = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(ranks));
                var low = bytes.Select(row, wanted);
                low.StoreUnsafe(ref MemoryMarshal.GetReference(lows));
                var high = parts > 0 ? bytes.Next(row, wanted, low) : low;
                high.StoreUnsafe(ref MemoryMarshal.GetReference(highs));
                var target = results.AsSpan(row, Math.Min(ByteWindow.Rows, rows - row));
                for (var lane = 0; lane < target.Length; lane++)
                {
                    target[lane] = counts[lane] < minSamples
                        ? ReasonNan.TooFewValid
                        : QuantileLevel.Between(lows[lane], highs[lane], level.Parts[counts[lane]]);
                }
            }
        }
    }
}
