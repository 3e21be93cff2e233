using Microsoft.Win32.SafeHandles;

namespace SecretMagic.Storage.Parquet;

/// <summary>A file that is written from its start in pieces of a megabyte or more.</summary>
internal sealed class FileOutput(SafeFileHandle file, ByteBuffer buffer)
{
    private const int Piece = 1 << 20;

    private long _flushed;

    /// <summary>Where the next byte will stand.</summary>
    public long Position => _flushed + buffer.Length;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        buffer.Add(bytes);
        if (buffer.Length >= Piece) Flush();
    }

    /// <summary>Hands what is buffered to the file.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Flush()
    {
        RandomAccess.Write(file, buffer.Span, _flushed);
        _flushed += buffer.Length;
        buffer.Clear();
    }
}
