using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SecretMagic.Storage.Lake;

/// <summary>
/// Tells whether a file is as it was: four CRC-32C side by side, each over every fourth word of 8 bytes, in hexadecimal. It finds what a crash or a disk
/// does to a file, not what somebody does on purpose; several bytes a cycle, where SHA-256 would cost a third of the work that it guards.
/// </summary>
internal static class FileChecksum
{
    private const int Lanes = 4;
    private const int Step = Lanes * sizeof(ulong);

    /// <summary>The checksum of a file's bytes.</summary>
    public static string Of(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 18);
        Span<uint> lanes = stackalloc uint[Lanes];
        lanes.Fill(uint.MaxValue);
        long offset = 0;
        for (int filled; (filled = Fill(file, buffer, offset)) > 0; offset += filled) Add(buffer.AsSpan(0, filled), lanes);
        Span<byte> digest = stackalloc byte[Lanes * sizeof(uint)];
        for (var lane = 0; lane < Lanes; lane++) BinaryPrimitives.WriteUInt32BigEndian(digest[(lane * sizeof(uint))..], ~lanes[lane]);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Reads until the buffer is full or the file ends, so that words lie the same however the disk answers.</summary>
    private static int Fill(SafeFileHandle file, byte[] buffer, long offset)
    {
        var filled = 0;
        for (int read; filled < buffer.Length; filled += read)
        {
            read = RandomAccess.Read(file, buffer.AsSpan(filled), offset + filled);
            if (read == 0) break;
        }

        return filled;
    }

    private static void Add(ReadOnlySpan<byte> bytes, Span<uint> lanes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[..(bytes.Length / Step * Step)]);
        var (first, second, third, fourth) = (lanes[0], lanes[1], lanes[2], lanes[3]);
        for (var word = 0; word < words.Length; word += Lanes)
        {
            first = BitOperations.Crc32C(first, words[word]);
            second = BitOperations.Crc32C(second, words[word + 1]);
            third = BitOperations.Crc32C(third, words[word + 2]);
            fourth = BitOperations.Crc32C(fourth, words[word + 3]);
        }

        foreach (var rest in bytes[(words.Length * sizeof(ulong))..]) first = BitOperations.Crc32C(first, rest);
        (lanes[0], lanes[1], lanes[2], lanes[3]) = (first, second, third, fourth);
    }
}
