using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Features;

/// <summary>The known values of one window: how many, their sum, the sum of their squares.</summary>
internal readonly record struct WindowSums(double Count, double Sum, double Squares)
{
    /// <summary>Adds up a window; false, with nothing known, unless all values are whole and so small that nothing is ever rounded: see
    /// <see cref="ExactSums"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryAdd(ReadOnlySpan<double> window, out WindowSums sums)
    {
        ref var first = ref MemoryMarshal.GetReference(window);
        var (counts, added, squared, most) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        var whole = Vector512<double>.AllBitsSet;
        var i = 0;
        for (; i <= window.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var value = Vector512.LoadUnsafe(ref first, (nuint)i);
            var isKnown = Vector512.Equals(value, value);
            value &= isKnown;
            whole &= Vector512.Equals(Vector512.Truncate(value), value);
            most = Vector512.MaxNative(most, Vector512.Abs(value));
            counts += isKnown & Vector512<double>.One;
            added += value;
            squared += value * value;
        }

        var (count, sum, squares) = (Vector512.Sum(counts), Vector512.Sum(added), Vector512.Sum(squared));
        var isWhole = whole.ExtractMostSignificantBits() == 0xFF;
        var largest = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++) largest = Math.Max(largest, most.GetElement(lane));
        for (; i < window.Length; i++)
        {
            var value = window[i];
            if (double.IsNaN(value)) continue;
            isWhole &= Math.Truncate(value) == value;
            largest = Math.Max(largest, Math.Abs(value));
            count++;
            sum += value;
            squares += value * value;
        }

        sums = new(count, sum, squares);
        return isWhole && ExactSums.HoldsProducts(largest, window.Length);
    }
}
