using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// The least and the greatest of values, which readers use to skip row groups. As Parquet demands, a zero counts as -0.0 below and as 0.0 above, and
/// where a NaN was seen there is no answer.
/// </summary>
internal struct Extremes<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private T _least = T.MaxValue;
    private T _greatest = T.MinValue;
    private bool _any;
    private bool _hasNan;

    public Extremes()
    {
    }

    public void Include(ReadOnlySpan<T> values)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(values);
        if (Vector512<T>.Count <= values.Length)
        {
            var (least, greatest) = (Vector512.Create(_least), Vector512.Create(_greatest));
            var same = Vector512<T>.AllBitsSet;
            for (; i <= values.Length - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                var value = Vector512.LoadUnsafe(ref from, (nuint)i);
                least = Vector512.ConditionalSelect(Vector512.LessThan(value, least), value, least);
                greatest = Vector512.ConditionalSelect(Vector512.GreaterThan(value, greatest), value, greatest);
                same &= Vector512.Equals(value, value);
            }

            for (var lane = 0; lane < Vector512<T>.Count; lane++)
            {
                _least = T.Min(_least, least[lane]);
                _greatest = T.Max(_greatest, greatest[lane]);
            }

            _hasNan |= same != Vector512<T>.AllBitsSet;
        }

        for (; i < values.Length; i++)
        {
            if (values[i] < _least) _least = values[i];
            if (values[i] > _greatest) _greatest = values[i];
            _hasNan |= T.IsNaN(values[i]);
        }

        _any |= values.Length > 0;
    }

    /// <summary>Writes the bytes of both, little-endian; false when there is no answer.</summary>
    public readonly bool TryWrite(ByteBuffer least, ByteBuffer greatest)
    {
        if (!_any || _hasNan) return false;
        var (low, high) = (T.IsZero(_least) ? -T.Zero : _least, T.IsZero(_greatest) ? T.Zero : _greatest);
        least.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in low)));
        greatest.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in high)));
        return true;
    }
}
