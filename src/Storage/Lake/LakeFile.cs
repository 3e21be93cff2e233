using SecretMagic.Series;
using SecretMagic.Storage.Parquet;

namespace SecretMagic.Storage.Lake;

/// <summary>A file that grows block by block, see <see cref="LakeWriter.Open"/>. Unless it is completed, nothing is left of it.</summary>
public sealed class LakeFile : IDisposable
{
    private readonly ParquetWriter.OpenFile _file;
    private readonly ColumnBlock _block;
    private readonly Action _completed;

    internal LakeFile(ParquetWriter.OpenFile file, ColumnBlock block, Action completed)
    {
        (_file, _block, _completed) = (file, block, completed);
        block.Clear();
    }

    /// <summary>Writes the rows of the block and empties it.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Flush()
    {
        _file.Add(_block);
        _block.Clear();
    }

    /// <summary>Writes what is left in the block, ends the file and returns its rows.</summary>
    public long Complete()
    {
        if (_block.Rows > 0) Flush();
        var rows = _file.Complete();
        _file.Dispose();
        _completed();
        return rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
