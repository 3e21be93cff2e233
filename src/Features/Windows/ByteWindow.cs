using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>
/// Order statistics of sliding windows over integers from 0 to 254, for 64 neighbouring rows at once, each in a lane of a byte: the bits of
/// the value are decided from the highest down by counting what lies below. The work is window x bits compares for 64 rows.
/// </summary>
internal sealed class ByteWindow(int window) : IDisposable
{
    /// <summary>The longest window whose counts fit a byte.</summary>
    public const int MaxWindow = 254;

    private const byte Missing = 255;
    private const double Shift = 1L << 52;

    private readonly byte[] _bytes = new byte[RoundUp(window - 1 + Tile.MaxRows) + Rows];
    private readonly AlignedBuffer<byte> _group = new(window * (long)Rows);
    private int _top;
    private bool _hasMissing;

    /// <summary>The rows of a group.</summary>
    public static int Rows => Vector512<byte>.Count;

    /// <summary>Takes values over; false when one of them is no integer from 0 to 254.</summary>
    public bool TryFill(ReadOnlySpan<double> values)
    {
        var top = Vector512<byte>.Zero;
        var bad = Vector512<long>.Zero;
        Span<double> last = stackalloc double[Rows];
        for (var i = 0; i < values.Length; i += Rows)
        {
            scoped var source = values[i..];
            if (source.Length < Rows)
            {
                last.Fill(double.NaN);
                source.CopyTo(last);
                source = last;
            }

            ref var first = ref MemoryMarshal.GetReference(source);
            var bytes = Vector512.Narrow(
                Vector512.Narrow(
                    Vector512.Narrow(Integers(ref first, 0, ref bad), Integers(ref first, 8, ref bad)),
                    Vector512.Narrow(Integers(ref first, 16, ref bad), Integers(ref first, 24, ref bad))),
                Vector512.Narrow(
                    Vector512.Narrow(Integers(ref first, 32, ref bad), Integers(ref first, 40, ref bad)),
                    Vector512.Narrow(Integers(ref first, 48, ref bad), Integers(ref first, 56, ref bad))));
            if (bad != Vector512<long>.Zero) return false;
            bytes.StoreUnsafe(ref _bytes[i]);
            // Missing becomes 0 and so does not count.
            top = Vector512.Max(top, bytes + Vector512<byte>.One);
        }

        _bytes.AsSpan(RoundUp(values.Length)).Fill(Missing);
        _hasMissing = _bytes.AsSpan(0, values.Length).Contains(Missing);
        _top = 0;
        for (var lane = 0; lane < Rows; lane++) _top = Math.Max(_top, top[lane] - 1);
        return true;
    }

    /// <summary>True when no window of a group of rows holds a missing value.</summary>
    public bool IsFull(int row) => !_hasMissing || !_bytes.AsSpan(row, window - 1 + Rows).Contains(Missing);

    /// <summary>Takes a group of rows: lays the bytes of its windows out so that every further read is a whole cache line, which those of
    /// neighbouring rows are not.</summary>
    public void Take(int row)
    {
        ref var source = ref _bytes[row];
        ref var target = ref First;
        for (var j = 0; j < window; j++) Vector512.LoadUnsafe(ref source, (nuint)j).StoreUnsafe(ref target, (nuint)(j * Rows));
    }

    /// <summary>Counts the known values in the windows of the group.</summary>
    public void Count(Span<byte> counts)
    {
        var known = Vector512.Create((byte)window);
        if (_hasMissing)
        {
            ref var first = ref First;
            var missing = Vector512.Create(Missing);
            for (var j = 0; j < window; j++) known += Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)(j * Rows)), missing);
        }

        known.CopyTo(counts);
    }

    /// <summary>Finds the values of these ranks, from 0, in the windows of the group.</summary>
    public Vector512<byte> Select(Vector512<byte> wanted)
    {
        ref var first = ref First;
        var chosen = Vector512<byte>.Zero;
        for (var bit = 1 << BitOperations.Log2((uint)_top | 1); bit > 0; bit >>= 1)
        {
            var candidate = chosen | Vector512.Create((byte)bit);
            chosen = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(Below(ref first, candidate), wanted), candidate, chosen);
        }

        return chosen;
    }

    /// <summary>The values that follow those of these ranks in order: the same value again where there are more of it, else the least above
    /// it; past the last one any.</summary>
    public Vector512<byte> Next(Vector512<byte> ranks, Vector512<byte> values)
    {
        ref var first = ref First;
        var one = Vector512<byte>.One;
        var upTo = Vector512<byte>.Zero;
        var beyond = values + one;
        var least = Vector512<byte>.AllBitsSet;
        for (nuint at = 0; at < (nuint)(window * Rows); at += (nuint)Rows)
        {
            var value = Vector512.LoadUnsafe(ref first, at);
            upTo = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(value, values), upTo + one, upTo);

            // How far above; for values that are not, the difference wraps around to more than any that is.
            least = Vector512.Min(least, value - beyond);
        }

        return Vector512.ConditionalSelect(Vector512.GreaterThan(upTo, ranks + one), values, beyond + least);
    }

    /// <inheritdoc/>
    public void Dispose() => _group.Dispose();

    /// <summary>Eight bytes as numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Doubles(ReadOnlySpan<byte> bytes)
    {
        var eight = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(eight).AsByte()));
        var values = Vector512<double>.Zero;
        for (var lane = 0; lane < Vector512<double>.Count; lane++) values = values.WithElement(lane, bytes[lane]);
        return values;
    }

    /// <summary>How many values of each window are less than the candidate. Two sums, because one would wait for itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<byte> Below(ref byte first, Vector512<byte> candidate)
    {
        var (even, odd) = (Vector512<byte>.Zero, Vector512<byte>.Zero);
        var one = Vector512<byte>.One;
        nuint at = 0;
        for (; at + (nuint)Rows < (nuint)(window * Rows); at += 2 * (nuint)Rows)
        {
            even = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.LoadUnsafe(ref first, at), candidate), even + one, even);
            odd = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.LoadUnsafe(ref first, at + (nuint)Rows), candidate), odd + one, odd);
        }

        if (at < (nuint)(window * Rows)) even -= Vector512.LessThan(Vector512.LoadUnsafe(ref first, at), candidate);
        return even + odd;
    }

    private ref byte First => ref MemoryMarshal.GetReference(_group.Slice(0, window * Rows));

    private static int RoundUp(int count) => (count + Rows - 1) / Rows * Rows;

    /// <summary>Eight values as integers, 255 for a missing one. After adding 2^52 the low bits of a double are the integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Integers(ref double first, nuint at, ref Vector512<long> bad)
    {
        var values = Vector512.LoadUnsafe(ref first, at);
        var known = Vector512.Equals(values, values);
        var shifted = values + Vector512.Create(Shift);
        var right = Vector512.Equals(shifted - Vector512.Create(Shift), values)
            & Vector512.GreaterThanOrEqual(values, Vector512<double>.Zero)
            & Vector512.LessThanOrEqual(values, Vector512.Create((double)MaxWindow));
        bad |= (known & ~right).AsInt64();
        return Vector512.ConditionalSelect(known.AsUInt64(), shifted.AsUInt64() & Vector512.Create(255UL), Vector512.Create((ulong)Missing));
    }
}
