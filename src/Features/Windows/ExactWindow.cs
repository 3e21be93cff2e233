using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Features;

/// <summary>Running sums of which the difference over a window is exact: the window of row r has the sum <c>sums[r + window] -
/// sums[r]</c>.</summary>
/// <param name="sums">[rows + window] the running sums of values.</param>
/// <param name="squares">[rows + window] the running sums of squares.</param>
/// <param name="counts">[rows + window] the running numbers of known values.</param>
/// <param name="count">The window.</param>
/// <param name="full">The first row from which on no window holds an unknown value.</param>
internal readonly ref struct ExactWindow(
    ReadOnlySpan<double> sums, ReadOnlySpan<double> squares, ReadOnlySpan<double> counts, FullCount count, int full)
{
    private readonly ReadOnlySpan<double> _sums = sums;
    private readonly ReadOnlySpan<double> _squares = squares;
    private readonly ReadOnlySpan<double> _counts = counts;

    /// <summary>The first row from which on no window holds an unknown value.</summary>
    public int Full => full;

    private int Window => count.Window;

    /// <summary>Writes a statistic of rows from 0 on.</summary>
    public void Evaluate<TReading>(double minSamples, Span<double> output)
        where TReading : struct, ISumReading
    {
        Require(output.Length);
        var row = 0;
        var partial = output[..Math.Min(full, output.Length)];
        if (Vector512.IsHardwareAccelerated) row = Partial<Lanes8, TReading>(row, minSamples, partial);
        row = Partial<Lanes1, TReading>(row, minSamples, partial);
        var same = new SameCount<Lanes1>(count);
        for (; row < output.Length; row++)
        {
            var value = ISumReading.Value<Lanes1, SameCount<Lanes1>, TReading>(
                same, Difference<Lanes1>(in _sums[row], Window), Difference<Lanes1>(in _squares[row], Window));
            Lanes1.Store(value, ref output[row]);
        }
    }

    /// <summary>Writes a statistic of rows from <paramref name="row"/> on, which is not before <see cref="Full"/>.</summary>
    public void EvaluateFull<TReading>(int row, Span<float> output)
        where TReading : struct, ISumReading
    {
        Require(row + output.Length);
        var done = output.Length < Lanes4.Count ? 0
            : Vector512.IsHardwareAccelerated ? Whole<Lanes8, TReading>(row, 0, output)
            : Whole<Lanes4, TReading>(row, 0, output);
        if (done < output.Length) Whole<Lanes1, TReading>(row, done, output);
    }

    /// <summary>The same for two statistics at once.</summary>
    public void EvaluateFull<TFirst, TSecond>(int row, Span<float> first, Span<float> second)
        where TFirst : struct, ISumReading
        where TSecond : struct, ISumReading
    {
        Require(row + first.Length);
        second = second[..first.Length];
        var done = Vector512.IsHardwareAccelerated
            ? Whole<Lanes8, TFirst, TSecond>(row, first, second)
            : Whole<Lanes4, TFirst, TSecond>(row, first, second);
        Whole<Lanes1, TFirst>(row, done, first);
        Whole<Lanes1, TSecond>(row, done, second);
    }

    /// <summary>Marks the rows, from 0 on, whose windows hold fewer known values; the counts are right for any values.</summary>
    public void MarkTooFew(double minSamples, Span<double> output)
    {
        Require(output.Length);
        for (var row = 0; row < output.Length && row < full; row++)
            if (_counts[row + Window] - _counts[row] < minSamples) output[row] = ReasonNan.TooFewValid;
    }

    private void Require(int rows)
    {
        if (Math.Min(_sums.Length, Math.Min(_squares.Length, _counts.Length)) < rows + Window)
            throw new ArgumentOutOfRangeException(nameof(rows), rows, "Reaches beyond the sums.");
    }

    // Apart from each other, because the compiler inlines a bounded amount into one method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Partial<T, TReading>(int row, double minSamples, Span<double> output)
        where T : unmanaged, ILanes<T>
        where TReading : struct, ISumReading
    {
        for (; row <= output.Length - T.Count; row += T.Count)
        {
            var known = Difference<T>(in _counts[row], Window);
            var value = ISumReading.Value<T, OwnCount<T>, TReading>(
                new OwnCount<T>(known), Difference<T>(in _sums[row], Window), Difference<T>(in _squares[row], Window));
            T.Store(T.WhereLess(known, T.Of(minSamples), T.Of(ReasonNan.TooFewValid), value), ref output[row]);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Whole<T, TReading>(int row, int done, Span<float> output)
        where T : unmanaged, ILanes<T>
        where TReading : struct, ISumReading
    {
        ref var firstSum = ref Unsafe.Add(ref MemoryMarshal.GetReference(_sums), row);
        ref var firstSquare = ref Unsafe.Add(ref MemoryMarshal.GetReference(_squares), row);
        ref var target = ref MemoryMarshal.GetReference(output);
        var same = new SameCount<T>(count);
        nint distance = Window;
        nint at = done;
        for (nint last = output.Length - T.Count; at <= last; at += T.Count)
        {
            var sum = Difference<T>(ref Unsafe.Add(ref firstSum, at), distance);
            var square = Difference<T>(ref Unsafe.Add(ref firstSquare, at), distance);
            ISumReading.Narrow<T, SameCount<T>, TReading>(same, sum, square, ref Unsafe.Add(ref target, at));
        }

        return (int)at;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Whole<T, TFirst, TSecond>(int row, Span<float> first, Span<float> second)
        where T : unmanaged, ILanes<T>
        where TFirst : struct, ISumReading
        where TSecond : struct, ISumReading
    {
        ref var firstSum = ref Unsafe.Add(ref MemoryMarshal.GetReference(_sums), row);
        ref var firstSquare = ref Unsafe.Add(ref MemoryMarshal.GetReference(_squares), row);
        ref var one = ref MemoryMarshal.GetReference(first);
        ref var other = ref MemoryMarshal.GetReference(second);
        var same = new SameCount<T>(count);
        nint distance = Window;
        nint at = 0;
        for (nint last = first.Length - T.Count; at <= last; at += T.Count)
        {
            var sum = Difference<T>(ref Unsafe.Add(ref firstSum, at), distance);
            var square = Difference<T>(ref Unsafe.Add(ref firstSquare, at), distance);
            ISumReading.Narrow<T, SameCount<T>, TFirst>(same, sum, square, ref Unsafe.Add(ref one, at));
            ISumReading.Narrow<T, SameCount<T>, TSecond>(same, sum, square, ref Unsafe.Add(ref other, at));
        }

        return (int)at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Difference<T>(ref readonly double running, nint distance)
        where T : unmanaged, ILanes<T> =>
        T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in running), distance)) - T.Load(in running);
}
