using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// Compresses into Snappy's raw format: the length, then literals and copies of what stands up to 64 KiB before. Matches are found greedily
/// by a hash of four bytes; the longer none is found, the larger the steps, so that bytes without repetition cost little.
/// </summary>
internal sealed class Snappy
{
    private const int Fragment = 1 << 16;
    private const int HashBits = 14;

    /// <summary>Matches are sought as long as so many bytes follow: loads of 8 bytes stay inside.</summary>
    private const int Margin = 15;

    private readonly ushort[] _table = new ushort[1 << HashBits];

    /// <summary>The most bytes that so many may become.</summary>
    public static int MostBytes(int length) => checked(32 + length + length / 6);

    /// <summary>Compresses and returns the number of bytes written.</summary>
    /// <param name="source">What is compressed.</param>
    /// <param name="target">At least <see cref="MostBytes"/> long.</param>
    public int Compress(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (target.Length < MostBytes(source.Length)) throw new ArgumentException("The target is too short.", nameof(target));
        var at = 0;
        for (var rest = (uint)source.Length; ; rest >>= 7)
        {
            target[at++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80) break;
        }

        for (var start = 0; start < source.Length; start += Fragment)
            at += CompressFragment(source.Slice(start, Math.Min(Fragment, source.Length - start)), target[at..]);
        return at;
    }

    private int CompressFragment(ReadOnlySpan<byte> source, Span<byte> target)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var written = 0;
        var emitted = 0;
        if (source.Length >= Margin)
        {
            // A small table for a short fragment: less to clear.
            var bits = Math.Clamp(BitOperations.Log2((uint)source.Length), 8, HashBits);
            var shift = 32 - bits;
            _table.AsSpan(0, 1 << bits).Clear();
            ref var table = ref MemoryMarshal.GetArrayDataReference(_table);
            var limit = source.Length - Margin;
            var next = 1;
            while (true)
            {
                int at, candidate;
                var skip = 32;
                do
                {
                    at = next;
                    next = at + (skip++ >> 5);
                    if (next > limit) goto Rest;
                    ref var slot = ref Unsafe.Add(ref table, Load32(ref from, at) * 0x1E35A7BDu >> shift);
                    candidate = slot;
                    slot = (ushort)at;
                }
                while (Load32(ref from, at) != Load32(ref from, candidate));

                written += Literal(source[emitted..at], ref Unsafe.Add(ref to, written));
                do
                {
                    var length = 4 + MatchLength(ref from, candidate + 4, at + 4, source.Length);
                    written += Copy(at - candidate, length, ref Unsafe.Add(ref to, written));
                    emitted = at += length;
                    if (at >= limit) goto Rest;
                    Unsafe.Add(ref table, Load32(ref from, at - 1) * 0x1E35A7BDu >> shift) = (ushort)(at - 1);
                    ref var slot = ref Unsafe.Add(ref table, Load32(ref from, at) * 0x1E35A7BDu >> shift);
                    candidate = slot;
                    slot = (ushort)at;
                }
                while (Load32(ref from, at) == Load32(ref from, candidate));
                next = at + 1;
            }
        }

    Rest:
        return written + (emitted < source.Length ? Literal(source[emitted..], ref Unsafe.Add(ref to, written)) : 0);
    }

    private static int Literal(ReadOnlySpan<byte> bytes, ref byte to)
    {
        var last = bytes.Length - 1;
        var head = 1;
        if (last < 60)
        {
            to = (byte)(last << 2);
        }
        else if (last < 256)
        {
            to = 60 << 2;
            Unsafe.Add(ref to, 1) = (byte)last;
            head = 2;
        }
        else
        {
            to = 61 << 2;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), (ushort)last);
            head = 3;
        }

        Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref to, head), ref MemoryMarshal.GetReference(bytes), (uint)bytes.Length);
        return head + bytes.Length;
    }

    private static int Copy(int offset, int length, ref byte to)
    {
        var written = 0;

        // One copy carries 64 bytes at most; 60 leave at least 4 for the last one, which only then may be the short kind.
        for (; length >= 68; length -= 64) written += LongCopy(offset, 64, ref Unsafe.Add(ref to, written));
        if (length > 64)
        {
            written += LongCopy(offset, 60, ref Unsafe.Add(ref to, written));
            length -= 60;
        }

        if (length >= 12 || offset >= 2048) return written + LongCopy(offset, length, ref Unsafe.Add(ref to, written));
        Unsafe.Add(ref to, written) = (byte)(1 | (length - 4) << 2 | offset >> 8 << 5);
        Unsafe.Add(ref to, written + 1) = (byte)offset;
        return written + 2;
    }

    private static int LongCopy(int offset, int length, ref byte to)
    {
        to = (byte)(2 | (length - 1) << 2);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), (ushort)offset);
        return 3;
    }

    private static int MatchLength(ref byte from, int earlier, int at, int end)
    {
        var start = at;
        for (; at <= end - 8; at += 8, earlier += 8)
        {
            var differs = Load64(ref from, at) ^ Load64(ref from, earlier);
            if (differs != 0) return at - start + (BitOperations.TrailingZeroCount(differs) >> 3);
        }

        while (at < end && Unsafe.Add(ref from, at) == Unsafe.Add(ref from, earlier)) (at, earlier) = (at + 1, earlier + 1);
        return at - start;
    }

    private static uint Load32(ref byte from, int at) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, at));

    private static ulong Load64(ref byte from, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, at));
}
