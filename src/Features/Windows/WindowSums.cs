using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Features;

/// <summary>The known values of one window: how many, their sum, the sum of their squares.</summary>
internal readonly record struct WindowSums(double Count, double Sum, double Squares)
{
    /// <summary>Adds up a window; false unless all values are whole and so small that nothing was rounded: see
    /// <see cref="ExactSums"/>.</summary>
    /// <param name="window">The values, NaN for unknown.</param>
    /// <param name="limit">What <see cref="ExactSums.LimitOf"/> says for the window.</param>
    /// <param name="sums">The sums.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryAdd(ReadOnlySpan<double> window, double limit, out WindowSums sums)
    {
        ref var first = ref MemoryMarshal.GetReference(window);
        var limits = Vector512.Create(limit);
        var areExact = Vector512<double>.AllBitsSet;
        var (added, squared) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var count = 0;
        var i = 0;
        for (; i <= window.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var value = Vector512.LoadUnsafe(ref first, (nuint)i);
            var isKnown = Vector512.Equals(value, value);
            value &= isKnown;
            areExact &= Vector512.Equals(Vector512.Truncate(value), value) & Vector512.LessThan(Vector512.Abs(value), limits);
            count += BitOperations.PopCount(isKnown.ExtractMostSignificantBits());
            added += value;
            squared += value * value;
        }

        var isExact = areExact.ExtractMostSignificantBits() == 0xFF;
        var (sum, squares) = (Total(added), Total(squared));
        for (; i < window.Length; i++)
        {
            var value = Unsafe.Add(ref first, i);
            if (double.IsNaN(value)) continue;
            isExact &= Math.Truncate(value) == value && Math.Abs(value) < limit;
            count++;
            sum += value;
            squares += value * value;
        }

        sums = new(count, sum, squares);
        return isExact;
    }

    // Halves upon halves: the sum in the order of lanes, which is nothing to exact ones, waits longer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Total(Vector512<double> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}
