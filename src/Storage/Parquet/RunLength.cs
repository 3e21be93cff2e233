using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// Parquet's hybrid of runs and bit-packed groups of eight, for codes of a dictionary and for definition levels: runs where values repeat, bits
/// where they do not.
/// </summary>
internal static class RunLength
{
    /// <summary>A run is written as such from so many values on: a vector of them, sought at each group of eight.</summary>
    private const int ShortestRun = 16;

    private const int Group = 8;

    /// <summary>Adds codes of <paramref name="width"/> bits, 1 to 16.</summary>
    public static void AddCodes(ByteBuffer target, ReadOnlySpan<ushort> codes, int width)
    {
        for (var at = 0; at < codes.Length;)
        {
            if (StartsRun(codes, at))
            {
                var length = codes[at..].IndexOfAnyExcept(codes[at]);
                if (length < 0) length = codes.Length - at;
                target.AddVarint((ulong)length << 1);
                target.Add((byte)codes[at]);
                if (width > 8) target.Add((byte)(codes[at] >> 8));
                at += length;
                continue;
            }

            var end = at + Group;
            while (end < codes.Length && !StartsRun(codes, end)) end += Group;
            end = Math.Min(end, codes.Length);
            var groups = (end - at + Group - 1) / Group;
            target.AddVarint((ulong)groups << 1 | 1);
            Pack(target, codes[at..end], width);
            at = end;
        }
    }

    /// <summary>Adds the definition levels of rows, 1 for a value and 0 for null, with their length before them as a data page wants them.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="validity">A bit a row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="nulls">How many of them are null.</param>
    public static void AddLevels(ByteBuffer target, ReadOnlySpan<ulong> validity, int rows, int nulls)
    {
        var start = target.Length;
        target.Free(sizeof(int));
        target.Advance(sizeof(int));
        if (nulls == 0 || nulls == rows)
        {
            target.AddVarint((ulong)rows << 1);
            target.Add((byte)(nulls == 0 ? 1 : 0));
        }
        else
        {
            AddBits(target, validity, rows);
        }

        var length = target.Length - start - sizeof(int);
        Unsafe.WriteUnaligned(ref target.Span[start], length);
    }

    /// <summary>Words of one value become runs from two on; the others are bit-packed as they are.</summary>
    private static void AddBits(ByteBuffer target, ReadOnlySpan<ulong> words, int rows)
    {
        for (var at = 0; at < words.Length;)
        {
            var same = Same(words, at);
            if (same > 1)
            {
                target.AddVarint((ulong)Math.Min(same * 64, rows - at * 64) << 1);
                target.Add((byte)(words[at] & 1));
                at += same;
                continue;
            }

            var end = at + 1;
            while (end < words.Length && Same(words, end) < 2) end++;
            var groups = (Math.Min(end * 64, rows) - at * 64 + Group - 1) / Group;
            target.AddVarint((ulong)groups << 1 | 1);
            target.Add(MemoryMarshal.AsBytes(words[at..end])[..groups]);
            at = end;
        }
    }

    /// <summary>How many words from one on are all zeros, or all ones. Bits behind the last row may be anything, so the last word counts alone.</summary>
    private static int Same(ReadOnlySpan<ulong> words, int at)
    {
        var word = words[at];
        if (word is not (0 or ulong.MaxValue)) return 0;
        var length = words[at..].IndexOfAnyExcept(word);
        return length < 0 ? words.Length - at : length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool StartsRun(ReadOnlySpan<ushort> codes, int at)
    {
        if (codes.Length - at < ShortestRun) return codes[at..].IndexOfAnyExcept(codes[at]) < 0;
        var values = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(codes), (nuint)at);
        return values == Vector256.Create(codes[at]);
    }

    /// <summary>Packs groups of eight codes into <paramref name="width"/> bytes each; the last group is filled up with zeros.</summary>
    private static void Pack(ByteBuffer target, ReadOnlySpan<ushort> codes, int width)
    {
        var whole = codes.Length / Group;
        var rest = codes.Length % Group;
        var groups = whole + (rest == 0 ? 0 : 1);

        // A group is written with two stores of 8 bytes, the last of which may reach beyond it.
        var free = target.Free(groups * width + 2 * sizeof(ulong));
        ref var to = ref MemoryMarshal.GetReference(free);
        ref var from = ref Unsafe.As<ushort, byte>(ref MemoryMarshal.GetReference(codes));
        for (var group = 0; group < whole; group++)
        {
            PackGroup(ref Unsafe.Add(ref from, group * Group * sizeof(ushort)), ref to, width);
            to = ref Unsafe.Add(ref to, width);
        }

        if (rest != 0)
        {
            Span<ushort> last = stackalloc ushort[Group];
            last.Clear();
            codes[(whole * Group)..].CopyTo(last);
            PackGroup(ref Unsafe.As<ushort, byte>(ref MemoryMarshal.GetReference(last)), ref to, width);
        }

        target.Advance(groups * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackGroup(ref byte from, ref byte to, int width)
    {
        var low = Join(Unsafe.ReadUnaligned<ulong>(ref from), width);
        var high = Join(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, sizeof(ulong))), width);

        // low has 4 * width bits; a shift by 64 would be one by 0.
        Unsafe.WriteUnaligned(ref to, width == 16 ? low : low | high << 4 * width);
        if (width > 8) Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, sizeof(ulong)), width == 16 ? high : high >> 64 - 4 * width);
    }

    /// <summary>Moves four codes of 16 bits together, to <paramref name="width"/> bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(ulong four, int width)
    {
        if (Bmi2.X64.IsSupported) return Bmi2.X64.ParallelBitExtract(four, 0x0001_0001_0001_0001UL * ((1UL << width) - 1));
        const ulong Even = 0x0000_FFFF_0000_FFFF;
        var pairs = four & Even | (four >> 16 & Even) << width;
        return pairs & uint.MaxValue | pairs >> 32 << 2 * width;
    }
}
