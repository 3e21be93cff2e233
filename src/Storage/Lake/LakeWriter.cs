using System.Diagnostics;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;
using SecretMagic.Storage.Parquet;

namespace SecretMagic.Storage.Lake;

/// <summary>
/// Writes blocks to files, in their order, while they are filled. The bytes depend on the rows, the options and, in Parquet, on how rows are cut into
/// blocks; not on threads. A writer is one thread's and keeps its memory from file to file; several cores are used by several writers.
/// </summary>
/// <param name="database">Writes CSV; Parquet needs none.</param>
/// <param name="options">The format.</param>
public sealed class LakeWriter(DuckDatabase database, LakeOptions options) : IDisposable
{
    private readonly ParquetWriter _parquet = new();
    private DuckConnection? _connection;

    /// <summary>Writes a file and returns its rows. Memory: the block and the encoded pages of one row group.</summary>
    /// <exception cref="IOException">The file cannot be written: the disk is full, or fails.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of a right.</exception>
    /// <exception cref="DuckDbException">The same, of a CSV file.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>What <paramref name="fill"/> throws is thrown here, as it was. After any exception there is no file.</remarks>
    public long Write(string path, ColumnBlock block, BlockFill fill, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(fill);
        return options.Format switch
        {
            LakeFormat.Parquet => _parquet.Write(path, block, fill, options.RowGroupRows, token),
            LakeFormat.Csv => WriteCsv(path, block, fill, token),
            _ => throw new UnreachableException($"Format {options.Format}"),
        };
    }

    /// <summary>Begins a file for rows that come by themselves: who makes them fills the block and flushes it. One file at a time.</summary>
    public LakeFile Open(string path, ColumnBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        var isCsv = options.Format == LakeFormat.Csv;
        var parquet = isCsv ? path + ".parquet" : path;
        return new LakeFile(_parquet.Open(parquet, block.Columns, options.RowGroupRows), block, () =>
        {
            if (!isCsv) return;
            _connection ??= database.Connect();
            _connection.Execute(
                $"COPY (FROM read_parquet({DuckSql.File(parquet)})) TO {DuckSql.Literal(path)} (FORMAT csv, HEADER true)", CancellationToken.None);
            File.Delete(parquet);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _connection?.Dispose();

    private long WriteCsv(string path, ColumnBlock block, BlockFill fill, CancellationToken token)
    {
        _connection ??= database.Connect();
        using var table = new BlockTable(_connection, block, fill);
        table.Execute($"COPY (SELECT * FROM {table.Sql}) TO {DuckSql.Literal(path)} (FORMAT csv, HEADER true)", token);
        return table.Rows;
    }
}
