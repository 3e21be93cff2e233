using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
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

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Writes a file and returns its rows. After an exception there is none.</summary>
    /// <param name="path">The file; one that stands there is replaced.</param>
    /// <param name="block">Filled again and again.</param>
    /// <param name="fill">Fills it.</param>
    /// <param name="rowGroupRows">A row group ends with the block that brings it so many rows.</param>
    /// <param name="token">Looked at before each block.</param>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public long Write(string path, ColumnBlock block, BlockFill fill, int rowGroupRows, CancellationToken token)
    {
        using var file = Open(path, block.Columns, rowGroupRows);
        for (var more = true; more;)
        {
            token.ThrowIfCancellationRequested();
            block.Clear();
            more = fill(block);
            file.Add(block);
        }

        return file.Complete();
    }

    /// <summary>Begins a file; one at a time.</summary>
    public OpenFile Open(string path, ImmutableArray<BlockColumn> columns, int rowGroupRows)
    {
        if (_chunks.Length != columns.Length) _chunks = new ColumnChunk[columns.Length];
        for (var column = 0; column < columns.Length; column++)
        {
            if (_chunks[column]?.Column == columns[column]) _chunks[column].Clear();
            else _chunks[column] = ColumnChunk.Of(columns[column]);
        }

        _buffer.Clear();
        _groups.Clear();
        return new OpenFile(this, path, columns, rowGroupRows);
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

    /// <summary>A file that takes blocks until it is complete; without that, there is none.</summary>
    public sealed class OpenFile : IDisposable
    {
        private readonly ParquetWriter _writer;
        private readonly string _path;
        private readonly ImmutableArray<BlockColumn> _columns;
        private readonly int _rowGroupRows;
        private readonly SafeFileHandle _file;
        private readonly FileOutput _output;
        private long _rows;
        private long _grouped;
        private bool _complete;

        internal OpenFile(ParquetWriter writer, string path, ImmutableArray<BlockColumn> columns, int rowGroupRows)
        {
            (_writer, _path, _columns, _rowGroupRows) = (writer, path, columns, rowGroupRows);
            _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
            _output = new FileOutput(_file, writer._buffer);
            _output.Add(Magic);
        }

        /// <summary>Adds the rows of a block.</summary>
        public void Add(ColumnBlock block)
        {
            _writer.AddBlock(block);
            _rows += block.Rows;
            if (_rows - _grouped < _rowGroupRows) return;
            _writer.EndGroup(_output);
            _grouped = _rows;
        }

        /// <summary>Ends the file and returns its rows.</summary>
        public long Complete()
        {
            if (_rows > _grouped) _writer.EndGroup(_output);
            var footer = new ByteBuffer();
            FileFooter.Write(footer, _columns, _writer._groups);
            _output.Add(footer.Span);
            _output.Add(BitConverter.GetBytes(footer.Length));
            _output.Add(Magic);
            _output.Flush();
            _complete = true;
            return _rows;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _file.Dispose();
            if (!_complete) File.Delete(_path);
        }
    }
}
