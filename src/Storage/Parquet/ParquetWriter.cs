using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Storage.Parquet;

/// <summary>
/// Writes Parquet files, one after another, on one thread: dictionaries with runs and bit-packing where they pay, plain values elsewhere, Snappy for the
/// columns that it makes smaller. The bytes depend on the rows and how they are cut into blocks only. Its memory, the encoded pages of one row group, is
/// kept from file to file.
/// </summary>
internal sealed class ParquetWriter
{
    private readonly ChunkWriter _writer = new();
    private readonly ByteBuffer _buffer = new();
    private readonly List<ImmutableArray<ChunkMetadata>> _groups = [];
    private ColumnChunk[] _chunks = [];

    /// <summary>Writes a file and returns its rows. After an exception there is none.</summary>
    /// <param name="path">The file; one that stands there is replaced.</param>
    /// <param name="block">Filled again and again.</param>
    /// <param name="fill">Fills it.</param>
    /// <param name="rowGroupRows">A row group ends with the block that brings it so many rows.</param>
    /// <param name="token">Looked at before each block.</param>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public long Write(string path, ColumnBlock block, BlockFill fill, int rowGroupRows, CancellationToken token)
    {
        Begin(block.Columns);
        var done = false;
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
            var output = new FileOutput(file, _buffer);
            output.Add(Magic);
            long rows = 0, grouped = 0;
            for (var more = true; more;)
            {
                token.ThrowIfCancellationRequested();
                block.Clear();
                more = fill(block);
                AddBlock(block);
                rows += block.Rows;
                if (rows - grouped < rowGroupRows && (more || rows == grouped)) continue;
                EndGroup(output);
                grouped = rows;
            }

            End(block.Columns, output);
            done = true;
            return rows;
        }
        finally
        {
            if (!done) File.Delete(path);
        }
    }

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private void Begin(ImmutableArray<BlockColumn> columns)
    {
        if (_chunks.Length != columns.Length) _chunks = new ColumnChunk[columns.Length];
        for (var column = 0; column < columns.Length; column++)
        {
            if (_chunks[column]?.Column == columns[column]) _chunks[column].Clear();
            else _chunks[column] = ColumnChunk.Of(columns[column]);
        }

        _buffer.Clear();
        _groups.Clear();
    }

    private void AddBlock(ColumnBlock block)
    {
        for (var start = 0; start < block.Rows; start += ColumnChunk.PageRows)
        {
            var rows = Math.Min(ColumnChunk.PageRows, block.Rows - start);
            for (var column = 0; column < _chunks.Length; column++) _chunks[column].Add(block, column, start, rows);
        }
    }

    private void EndGroup(FileOutput output)
    {
        var chunks = ImmutableArray.CreateBuilder<ChunkMetadata>(_chunks.Length);
        foreach (var chunk in _chunks)
        {
            chunks.Add(_writer.Write(chunk, output));
            chunk.Clear();
        }

        _groups.Add(chunks.MoveToImmutable());
    }

    private void End(ImmutableArray<BlockColumn> columns, FileOutput output)
    {
        var footer = new ByteBuffer();
        FileFooter.Write(footer, columns, _groups);
        output.Add(footer.Span);
        output.Add(BitConverter.GetBytes(footer.Length));
        output.Add(Magic);
        output.Flush();
    }
}
