using System.Numerics;
using System.Runtime.CompilerServices;

namespace SecretMagic.Storage.Parquet;

/// <summary>Bytes that grow at their end, and are emptied and filled again without new memory.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = [];

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes. The span ends with the next call that adds some.</summary>
    public Span<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Forgets the bytes and keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Free memory behind the end, at least so many bytes; <see cref="Advance"/> makes them count.</summary>
    public Span<byte> Free(int count)
    {
        if (_bytes.Length - Length < count) Grow(count);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Counts bytes that were written to <see cref="Free"/>.</summary>
    public void Advance(int count) => Length += count;

    public void Add(byte value)
    {
        Free(1)[0] = value;
        Length++;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Adds an unsigned LEB128 number: seven bits a byte, the lowest first.</summary>
    public void AddVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Add((byte)(value | 0x80));
        Add((byte)value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        var wanted = checked((uint)Length + (uint)count);
        var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(BitOperations.RoundUpToPowerOf2(Math.Max(1024, wanted)), (uint)Array.MaxLength));
        Span.CopyTo(larger);
        _bytes = larger;
    }
}
