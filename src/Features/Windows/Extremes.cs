using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// Smallest values of windows that end at every position, by doubling: the minimum of 2^k values is that of two runs of 2^(k-1), shared by all
/// windows, and a window is two runs that may overlap. A minimum does not depend on the order of comparisons, so neither do its bits. Largest
/// values are smallest ones of the negated values. In float32 it takes half the time and gives the same, because rounding keeps the order.
/// </summary>
/// <param name="most">The most values at hand.</param>
/// <param name="sign">1 for smallest, -1 for largest values.</param>
internal sealed class Extremes<T>(int most, int sign) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _runs = new(most + 2 * Width);
    private long _tile;
    private int _end;
    private int _depth;

    /// <summary>The values of a vector: so many positions before the first value hold none, so that runs shorter than a vector need no
    /// other way at the start, and the positions behind the last one do up to a whole vector.</summary>
    private static int Width => Vector512<T>.Count;

    /// <summary>Takes the values at hand; NaN is no value, -0 is 0.</summary>
    /// <param name="tile">The number of the tile: for a tile at hand already, and windows not shorter than before, nothing is done.</param>
    /// <param name="window">The window that comes next.</param>
    /// <param name="values">The values.</param>
    public void Prepare(long tile, int window, ReadOnlySpan<T> values)
    {
        if (_tile == tile && Depth(window) >= _depth) return;
        (_tile, _end, _depth) = (tile, (values.Length + 2 * Width - 1) / Width * Width, 0);
        var factor = Vector512.Create(T.CreateChecked(sign));
        var none = Vector512.Create(T.PositiveInfinity);
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var target = ref MemoryMarshal.GetReference(_runs.Slice(0, _end));
        none.StoreUnsafe(ref target);
        none.StoreUnsafe(ref target, (nuint)(_end - Width));
        var i = 0;
        for (; i <= values.Length - Width; i += Width)
        {
            var value = Vector512.LoadUnsafe(ref source, (nuint)i);
            var isKnown = Vector512.Equals(value, value);
            Vector512.ConditionalSelect(isKnown, value * factor + Vector512<T>.Zero, none).StoreUnsafe(ref target, (nuint)(Width + i));
        }

        var rest = _runs.Slice(Width + i, values.Length - i);
        for (var k = 0; k < rest.Length; k++) rest[k] = T.IsNaN(values[i + k]) ? T.PositiveInfinity : values[i + k] * factor[0] + T.Zero;
    }

    /// <summary>Writes the extremes of the windows that end at <paramref name="first"/> and later; infinite where no value is known.</summary>
    public void Evaluate(int first, int window, Span<T> output)
    {
        for (; _depth < Depth(window); _depth++) Double(1 << _depth);
        var older = _runs.Slice(Width + first - window + (1 << _depth), output.Length);
        var newer = _runs.Slice(Width + first, output.Length);
        var isLargest = sign < 0;
        ref var one = ref MemoryMarshal.GetReference(older);
        ref var other = ref MemoryMarshal.GetReference(newer);
        ref var target = ref MemoryMarshal.GetReference(output);
        var i = 0;
        for (; i <= output.Length - Width; i += Width)
        {
            var least = Vector512.MinNative(Vector512.LoadUnsafe(ref one, (nuint)i), Vector512.LoadUnsafe(ref other, (nuint)i));
            (isLargest ? Vector512<T>.Zero - least : least).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < output.Length; i++)
        {
            var least = older[i] < newer[i] ? older[i] : newer[i];
            output[i] = isLargest ? T.Zero - least : least;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    private static int Depth(int window) => BitOperations.Log2((uint)window);

    /// <summary>Position i holds the least of the values of a run that ends at i; makes runs twice as long, in place, from the end: what
    /// is read was not yet written. Positions before the first whole run hold what is there.</summary>
    private void Double(int run)
    {
        ref var values = ref MemoryMarshal.GetReference(_runs.Slice(0, _end));
        for (var at = _end - Width; at >= Math.Max(run, Width); at -= Width)
        {
            Vector512.MinNative(Vector512.LoadUnsafe(ref values, (nuint)(at - run)), Vector512.LoadUnsafe(ref values, (nuint)at))
                .StoreUnsafe(ref values, (nuint)at);
        }
    }
}
