using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// Running sums over the values at hand, for whole numbers so small that no sum, square or product of a window is ever rounded. Then a
/// difference of two running sums is the sum itself, whatever the order of additions, and agrees by bits with <see cref="BlockGroup"/>.
/// Sales are such numbers; where the values are not, <see cref="Prepare"/> says so and nothing is read.
/// </summary>
internal sealed class ExactSums(int most) : IDisposable
{
    /// <summary>Doubles hold every whole number up to here; 16 leaves room for distances to a centre, twice a value each.</summary>
    private const double Limit = (1L << 53) / 16;

    /// <summary>Position 0 of the running sums, so that position 1, the first that is written by eight, starts a cache line.</summary>
    private const int Before = 7;

    private readonly AlignedBuffer<double> _sums = new(Before + most + 1);
    private readonly AlignedBuffer<double> _squares = new(Before + most + 1);
    private readonly AlignedBuffer<double> _counts = new(Before + most + 1);
    private int _length;
    private int _known;
    private int _counted;
    private double _largest;

    /// <summary>Takes the values at hand; false when they are not whole or too large.</summary>
    /// <param name="values">The values.</param>
    /// <param name="largest">No value is farther from 0.</param>
    public bool Prepare(ReadOnlySpan<double> values, double largest)
    {
        _length = values.Length;
        var sums = Running(_sums, _length);
        var squares = Running(_squares, _length);
        (sums[0], squares[0]) = (0, 0);
        _counted = 0;
        var (isWhole, known) = Vector512.IsHardwareAccelerated
            ? AddByEight(values, sums, squares)
            : Add(values, 0, sums, squares, true, 0);
        (_known, _largest) = (known, largest);
        return isWhole && largest * largest * values.Length < Limit;
    }

    /// <summary>The sums of windows, of which the first ends at position <paramref name="first"/> of the values.</summary>
    /// <param name="values">The values that were prepared.</param>
    /// <param name="first">Where the first window ends.</param>
    /// <param name="count">The windows.</param>
    /// <param name="sums">The sums.</param>
    /// <returns>False when products over this window could be rounded; the counts are right even then.</returns>
    public bool TryWindow(ReadOnlySpan<double> values, int first, FullCount count, out ExactWindow sums)
    {
        var window = count.Window;
        var end = Math.Min(values.Length, _known + window);
        if (_counted < end) Count(values[..end]);
        var start = first + 1 - window;
        sums = new ExactWindow(
            Running(_sums, _length)[start..], Running(_squares, _length)[start..], Running(_counts, _length)[start..], count,
            Math.Max(0, _known - start));
        return _largest < LimitOf(window);
    }

    /// <summary>How far from 0 whole numbers must stay for no product over a window of them to be rounded.</summary>
    public static double LimitOf(int window) => Math.Sqrt(Limit) / window;

    /// <inheritdoc/>
    public void Dispose()
    {
        _sums.Dispose();
        _squares.Dispose();
        _counts.Dispose();
    }

    /// <summary>Counts known values, as far as windows may hold unknown ones.</summary>
    private void Count(ReadOnlySpan<double> values)
    {
        var counts = Running(_counts, _length);
        if (_counted == 0) counts[0] = 0;
        var i = _counted;
        if (Vector512.IsHardwareAccelerated)
        {
            var before = Vector512.Create(counts[i]);
            for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            {
                var value = Vector512.Create(values[i..]);
                before = Store(before, RunningSum(Vector512.Equals(value, value) & Vector512<double>.One), ref counts[i + 1]);
            }
        }

        var count = counts[i];
        for (; i < values.Length; i++) counts[i + 1] = count += double.IsNaN(values[i]) ? 0 : 1;
        _counted = i;
    }

    private static Span<double> Running(AlignedBuffer<double> buffer, int length) => buffer.Slice(Before, length + 1);

    /// <summary>Adds the values from <paramref name="start"/> on; the scalar form of <see cref="AddByEight"/>.</summary>
    private static (bool IsWhole, int Known) Add(
        ReadOnlySpan<double> values, int start, Span<double> sums, Span<double> squares, bool isWhole, int known)
    {
        var (sum, square) = (sums[start], squares[start]);
        for (var i = start; i < values.Length; i++)
        {
            var value = values[i];
            if (double.IsNaN(value)) known = i + 1;
            else
            {
                isWhole &= Math.Truncate(value) == value;
                sum += value;
                square += value * value;
            }

            (sums[i + 1], squares[i + 1]) = (sum, square);
        }

        return (isWhole, known);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (bool IsWhole, int Known) AddByEight(
        ReadOnlySpan<double> values, Span<double> sums, Span<double> squares)
    {
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var sumsOut = ref sums[1];
        ref var squaresOut = ref squares[1];
        var whole = Vector512<double>.AllBitsSet;
        var (sum, square) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var known = 0;
        var i = 0;
        for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var value = Vector512.LoadUnsafe(ref source, (nuint)i);
            var isKnown = Vector512.Equals(value, value);
            value &= isKnown;
            whole &= Vector512.Equals(Vector512.Truncate(value), value);
            sum = Store(sum, RunningSum(value), ref Unsafe.Add(ref sumsOut, i));
            square = Store(square, RunningSum(value * value), ref Unsafe.Add(ref squaresOut, i));
            if (isKnown.ExtractMostSignificantBits() is not 0xFF and var bits)
                known = i + 32 - System.Numerics.BitOperations.LeadingZeroCount((byte)~bits);
        }

        return Add(values, i, sums, squares, whole.ExtractMostSignificantBits() == 0xFF, known);
    }

    /// <summary>Writes the running sums behind <paramref name="before"/> and gives the last of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Store(Vector512<double> before, Vector512<double> running, ref double target)
    {
        (before + running).StoreUnsafe(ref target);
        return before + Vector512.Shuffle(running, Vector512.Create(7L));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> RunningSum(Vector512<double> values)
    {
        values += Vector512.Shuffle(values, Vector512.Create(8L, 0, 1, 2, 3, 4, 5, 6));
        values += Vector512.Shuffle(values, Vector512.Create(8L, 8, 0, 1, 2, 3, 4, 5));
        return values + Vector512.Shuffle(values, Vector512.Create(8L, 8, 8, 8, 0, 1, 2, 3));
    }
}
