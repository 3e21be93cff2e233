using System.Diagnostics;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Storage.Lake;

/// <summary>
/// Writes blocks to a file, in their order, while they are filled. The bytes depend on the rows and the options only, not on threads. One
/// file is one thread's work; several cores are used by several files, each with a connection and a thread of its own.
/// </summary>
public static class LakeFile
{
    /// <summary>
    /// The most distinct values of a column and row group for which a dictionary is kept. Noisy columns give up early, columns with
    /// few values become small.
    /// </summary>
    private const int DictionaryLimit = 4096;

    /// <summary>Writes a file and returns its rows. Memory: the block and one row group.</summary>
    /// <exception cref="DuckDbException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>
    /// What <paramref name="fill"/> throws is thrown here, as it was. After any exception no file claims to be whole: DuckDB removes it, and a
    /// <see cref="StagedDirectory"/> around it removes it again.
    /// </remarks>
    public static long Write(
        DuckConnection connection, string path, ColumnBlock block, BlockFill fill, LakeOptions options, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var table = new BlockTable(connection, block, fill);
        table.Execute($"COPY (SELECT * FROM {table.Sql}) TO {DuckSql.Literal(path)} ({Settings(options)})", token);
        return table.Rows;
    }

    private static string Settings(LakeOptions options) => options.Format switch
    {
        LakeFormat.Csv => "FORMAT csv, HEADER true",
        LakeFormat.Parquet => string.Join(", ", Parquet(options)),
        _ => throw new UnreachableException($"Format {options.Format}"),
    };

    private static IEnumerable<string> Parquet(LakeOptions options)
    {
        yield return "FORMAT parquet";
        yield return options.Compression switch
        {
            ParquetCompression.None => "COMPRESSION uncompressed",
            ParquetCompression.Snappy => "COMPRESSION snappy",
            ParquetCompression.Zstd => "COMPRESSION zstd, COMPRESSION_LEVEL 1",
            _ => throw new UnreachableException($"Compression {options.Compression}"),
        };
        yield return $"ROW_GROUP_SIZE {options.RowGroupRows}";
        yield return $"DICTIONARY_SIZE_LIMIT {DictionaryLimit}";
        yield return "WRITE_BLOOM_FILTER false";
        if (options.Metadata.IsEmpty) yield break;
        var pairs = options.Metadata.Select(pair => $"{DuckSql.Identifier(pair.Key)}: {DuckSql.Literal(pair.Value)}");
        yield return $"KV_METADATA {{{string.Join(", ", pairs)}}}";
    }
}
