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
    private readonly List<AlignedBuffer<double>> _levels = [];
    private long _tile;
    private int _length;
    private int _filled;

    /// <summary>Takes the values at hand, once a tile; NaN is no value, -0 is 0.</summary>
    public void Prepare(long tile, ReadOnlySpan<double> values)
    {
        if (_tile == tile) return;
        _tile = tile;
        _length = values.Length;
        _filled = 1;
        var level = Level(0);
        var factor = Vector512.Create(sign);
        var none = Vector512.Create(double.PositiveInfinity);
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var target = ref MemoryMarshal.GetReference(level);
        var i = 0;
        for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var value = Vector512.LoadUnsafe(ref source, (nuint)i);
            var isKnown = Vector512.Equals(value, value);
            Vector512.ConditionalSelect(isKnown, value * factor + Vector512<double>.Zero, none).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < values.Length; i++) level[i] = double.IsNaN(values[i]) ? double.PositiveInfinity : values[i] * sign + 0.0;
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
    public void Dispose()
    {
        foreach (var level in _levels) level.Dispose();
    }

    private Overlap Runs(int first, int window)
    {
        var depth = System.Numerics.BitOperations.Log2((uint)window);
        for (; _filled <= depth; _filled++) Fill(_filled);
        var level = Level(depth);
        return new Overlap(level[(first - window + (1 << depth))..], level[first..]);
    }

    private Span<double> Level(int depth)
    {
        while (_levels.Count <= depth) _levels.Add(new AlignedBuffer<double>(most));
        return _levels[depth].Slice(0, _length);
    }

    /// <summary>Position i of a level holds the least of the 2^depth values that end at i; positions before the first whole run hold what
    /// is there.</summary>
    private void Fill(int depth)
    {
        var half = Math.Min(1 << (depth - 1), _length);
        var finer = Level(depth - 1);
        var level = Level(depth);
        finer[..half].CopyTo(level);
        Least(finer, finer[half..], level[half..]);
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
