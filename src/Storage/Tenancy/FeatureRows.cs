using System.Collections.Immutable;
using SecretMagic.Domain.Tenancy;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// The rows of a finished result, from its Parquet files: the first column is the series, the second the time, the rest are values. NaN and null are missing.
/// </summary>
/// <param name="files">The files that hold rows; all have the same columns.</param>
public sealed class FeatureRows(IReadOnlyList<string> files)
{
    /// <summary>The column that says whose row it is.</summary>
    internal const string TenantColumn = "tenant_id";

    /// <summary>Reads the rows, chunk by chunk. Memory does not grow with their number.</summary>
    /// <param name="read">Given the columns and the reader, before its first chunk.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="UnfitRowsException">The columns are none of a client's table.</exception>
    /// <exception cref="DuckDbException">A file cannot be read.</exception>
    internal async Task<T> Read<T>(Func<ImmutableArray<TableColumn>, DuckReader, Task<T>> read, CancellationToken token)
    {
        if (files.Count == 0) throw new UnfitRowsException("The result has no files of rows: give the Parquet files of a finished result.");
        using var database = DuckDatabase.Open(new DuckOptions { Threads = 1, MemoryLimitBytes = 1L << 30 });
        using var connection = database.Connect();
        using var reader = connection.Query($"SELECT * FROM read_parquet([{string.Join(", ", files.Select(DuckSql.File))}], hive_partitioning = false)", token);
        return await read(ColumnsOf(reader), reader);
    }

    private static ImmutableArray<TableColumn> ColumnsOf(DuckReader reader)
    {
        var columns = reader.Names.Zip(reader.Types, (name, type) => new TableColumn(TenantTable.Fitting(name), KindOf(name, type))).ToImmutableArray();
        if (columns is not [{ Kind: ColumnKind.Text or ColumnKind.Whole }, { Kind: ColumnKind.Day or ColumnKind.Moment }, ..])
            throw new UnfitRowsException("The first column of the result is no series, or the second no time: give a result of features.");
        foreach (var column in columns)
        {
            if (column.Name.Length == 0 || column.Name.Any(char.IsControl) || column.Name.Equals(TenantColumn, StringComparison.OrdinalIgnoreCase))
                throw new UnfitRowsException($"The result has the column '{column.Name}', which no table of a client may have: rename it.");
        }

        return columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw new UnfitRowsException($"The result has the column '{twice.Key}' twice, but for capitals: rename one.")
            : columns;
    }

    private static ColumnKind KindOf(string name, DuckType type) => type switch
    {
        DuckType.Varchar => ColumnKind.Text,
        DuckType.TinyInt or DuckType.SmallInt or DuckType.Integer or DuckType.BigInt or DuckType.UTinyInt or DuckType.USmallInt or DuckType.UInteger
            => ColumnKind.Whole,
        DuckType.Double => ColumnKind.Double,
        DuckType.Float => ColumnKind.Single,
        DuckType.Boolean => ColumnKind.Truth,
        DuckType.Date => ColumnKind.Day,
        DuckType.Timestamp => ColumnKind.Moment,
        _ => throw new UnfitRowsException($"The column '{name}' of the result has the type {type}, which no table of a client has."),
    };
}
