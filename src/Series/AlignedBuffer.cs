using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Series;

/// <summary>
/// Native memory of a fixed length, aligned to 64 bytes (a cache line, an AVX-512 vector), outside the garbage collector. It has one owner,
/// who disposes it; a span of it must not outlive that.
/// </summary>
public sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private T* _start;

    /// <summary>Reserves memory for <paramref name="length"/> values. Its content is undefined until it is written.</summary>
    public AlignedBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = checked((nuint)Math.Max(1, length) * (nuint)sizeof(T));
        _start = (T*)NativeMemory.AlignedAlloc(bytes, bytes >= 2 * HugePages.Bytes ? HugePages.Bytes : 64);
        if (bytes >= 2 * HugePages.Bytes) HugePages.Ask(_start, bytes);
    }

    /// <summary>The number of values.</summary>
    public long Length { get; }

    /// <summary>A part of the buffer as a span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Slice(long start, int count)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        if (count < 0 || (ulong)start > (ulong)Length || (uint)count > (ulong)(Length - start)) throw new ArgumentOutOfRangeException(nameof(start));
        return new Span<T>(_start + start, count);
    }

    /// <summary>Sets every value.</summary>
    public void Fill(T value)
    {
        const int Part = 1 << 20;
        for (long start = 0; start < Length; start += Part) Slice(start, (int)Math.Min(Part, Length - start)).Fill(value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
