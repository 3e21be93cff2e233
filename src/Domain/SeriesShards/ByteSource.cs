using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace SecretMagic.Domain.SeriesShards;

/// <summary>Reads what a <see cref="ByteSink"/> wrote. Whatever the bytes are, it ends with a value or a <see cref="FormatException"/>.</summary>
public ref struct ByteSource(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Reads one byte.</summary>
    public byte Byte()
    {
        if (_rest.IsEmpty) throw Damaged();
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    /// <summary>Reads a number.</summary>
    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw Damaged();
    }

    /// <summary>Reads a number that may be negative.</summary>
    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads a number of things of at least so many bytes each, so that a damaged one takes no memory.</summary>
    public int Count(int bytesEach)
    {
        var count = Number();
        return count <= (ulong)(_rest.Length / bytesEach) ? (int)count : throw Damaged();
    }

    /// <summary>Reads bytes as they are.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (_rest.Length < count) throw Damaged();
        var read = _rest[..count];
        _rest = _rest[count..];
        return read;
    }

    /// <summary>Reads the bits of a number.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double)));

    /// <summary>Reads a text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes(Count(1)));

    /// <summary>Reads a number of texts, then these.</summary>
    public ImmutableArray<string> Texts()
    {
        var texts = ImmutableArray.CreateBuilder<string>(Count(1));
        while (texts.Count < texts.Capacity) texts.Add(Text());
        return texts.MoveToImmutable();
    }

    /// <summary>Demands that nothing is left.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty) throw Damaged();
    }

    private static FormatException Damaged() => new("The bytes are damaged: they end too early, go on too long, or hold a number that cannot be.");
}
