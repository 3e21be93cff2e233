using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// Smallest values of windows that end at every position, by doubling: the minimum of 2^k values is that of two runs of 2^(k-1), shared by all
/// windows, and a window is two runs that may overlap. A minimum does not depend on the order of comparisons, so neither do its bits. Largest
/// values are smallest ones of the negated values.
/// </summary>
/// <param name="most">The most values at hand.</param>
/// <param name="sign">1 for smallest, -1 for largest values.</param>
internal sealed class Extremes(int most, double sign) : IDisposable
{
    private readonly AlignedBuffer<double> _runs = new(most);
    private long _tile;
    private int _length;
    private int _depth;

    /// <summary>Takes the values at hand; NaN is no value, -0 is 0.</summary>
    /// <param name="tile">The number of the tile: for a tile at hand already, and windows not shorter than before, nothing is done.</param>
    /// <param name="window">The window that comes next.</param>
    /// <param name="values">The values.</param>
    public void Prepare(long tile, int window, ReadOnlySpan<double> values)
    {
        if (_tile == tile && Depth(window) >= _depth) return;
        (_tile, _length, _depth) = (tile, values.Length, 0);
        var runs = _runs.Slice(0, _length);
        var factor = Vector512.Create(sign);
        var none = Vector512.Create(double.PositiveInfinity);
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var target = ref MemoryMarshal.GetReference(runs);
        var i = 0;
        for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var value = Vector512.LoadUnsafe(ref source, (nuint)i);
            var isKnown = Vector512.Equals(value, value);
            Vector512.ConditionalSelect(isKnown, value * factor + Vector512<double>.Zero, none).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < values.Length; i++) runs[i] = double.IsNaN(values[i]) ? double.PositiveInfinity : values[i] * sign + 0.0;
    }

    /// <summary>Writes the extremes of the windows that end at <paramref name="first"/> and later; infinite where no value is known.</summary>
    public void Evaluate(int first, int window, Span<double> output)
    {
        var (older, newer) = Runs(first, window);
        Least(older, newer, output);
        if (sign > 0) return;
        foreach (ref var value in output) value = 0.0 - value;
    }

    /// <summary>The same, rounded to float32, for windows that all hold a known value.</summary>
    public void Evaluate(int first, int window, Span<float> output)
    {
        var (older, newer) = Runs(first, window);
        ref var one = ref MemoryMarshal.GetReference(older[..output.Length]);
        ref var other = ref MemoryMarshal.GetReference(newer[..output.Length]);
        ref var target = ref MemoryMarshal.GetReference(output);
        var factor = Vector512.Create(sign);
        nint i = 0;
        for (; i <= output.Length - Lanes8.Count; i += Lanes8.Count)
        {
            var least = Vector512.MinNative(Vector512.LoadUnsafe(ref one, (nuint)i), Vector512.LoadUnsafe(ref other, (nuint)i));
            Lanes8.Narrow(new Lanes8(least * factor + Vector512<double>.Zero), ref Unsafe.Add(ref target, i));
        }

        for (; i < output.Length; i++)
        {
            var (left, right) = (Unsafe.Add(ref one, i), Unsafe.Add(ref other, i));
            Unsafe.Add(ref target, i) = (float)((left < right ? left : right) * sign + 0.0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    private static int Depth(int window) => System.Numerics.BitOperations.Log2((uint)window);

    private Overlap Runs(int first, int window)
    {
        for (; _depth < Depth(window); _depth++) Double(1 << _depth);
        var runs = _runs.Slice(0, _length);
        return new Overlap(runs[(first - window + (1 << _depth))..], runs[first..]);
    }

    /// <summary>Position i holds the least of the values of a run that ends at i; makes runs twice as long, in place, from the end: what
    /// is read was not yet written. Positions before the first whole run hold what is there.</summary>
    private void Double(int run)
    {
        var runs = _runs.Slice(0, _length);
        ref var values = ref MemoryMarshal.GetReference(runs);
        var i = _length;
        for (; i - Vector512<double>.Count >= run; i -= Vector512<double>.Count)
        {
            var at = (nuint)(i - Vector512<double>.Count);
            Vector512.MinNative(Vector512.LoadUnsafe(ref values, at - (nuint)run), Vector512.LoadUnsafe(ref values, at))
                .StoreUnsafe(ref values, at);
        }

        for (i--; i >= run; i--) runs[i] = runs[i - run] < runs[i] ? runs[i - run] : runs[i];
    }

    /// <summary>Two runs that together are the window, for every row.</summary>
    private readonly ref struct Overlap(ReadOnlySpan<double> older, ReadOnlySpan<double> newer)
    {
        private readonly ReadOnlySpan<double> _older = older;
        private readonly ReadOnlySpan<double> _newer = newer;

        public void Deconstruct(out ReadOnlySpan<double> older, out ReadOnlySpan<double> newer)
        {
            older = _older;
            newer = _newer;
        }
    }

    private static void Least(ReadOnlySpan<double> older, ReadOnlySpan<double> newer, Span<double> output)
    {
        ref var one = ref MemoryMarshal.GetReference(older[..output.Length]);
        ref var other = ref MemoryMarshal.GetReference(newer[..output.Length]);
        ref var target = ref MemoryMarshal.GetReference(output);
        var i = 0;
        for (; i <= output.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512.MinNative(Vector512.LoadUnsafe(ref one, (nuint)i), Vector512.LoadUnsafe(ref other, (nuint)i))
                .StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < output.Length; i++) output[i] = older[i] < newer[i] ? older[i] : newer[i];
    }
}
