using System.Collections.Immutable;
using System.Text;
using SecretMagic.Series;

namespace SecretMagic.Storage.Duck;

/// <summary>
/// Appends rows to a table: the values of a row from left to right, then <see cref="EndRow"/>; or whole blocks. Rows count once
/// <see cref="Complete"/> returns; without it, Dispose drops those that are still on the way.
/// </summary>
public sealed class DuckAppender : IDisposable
{
    private readonly DuckHandle.Appender _handle;
    private readonly string _table;
    private bool _complete;

    private DuckAppender(DuckHandle.Appender handle, string table)
    {
        _handle = handle;
        _table = table;
    }

    /// <summary>Adds a truth value.</summary>
    public DuckAppender Add(bool value) => Added(NativeAppender.duckdb_append_bool(_handle, value));

    /// <summary>Adds an INTEGER.</summary>
    public DuckAppender Add(int value) => Added(NativeAppender.duckdb_append_int32(_handle, value));

    /// <summary>Adds a BIGINT.</summary>
    public DuckAppender Add(long value) => Added(NativeAppender.duckdb_append_int64(_handle, value));

    /// <summary>Adds a DOUBLE.</summary>
    public DuckAppender Add(double value) => Added(NativeAppender.duckdb_append_double(_handle, value));

    /// <summary>Adds a VARCHAR; null adds NULL.</summary>
    public unsafe DuckAppender Add(string? value)
    {
        if (value is null) return AddNull();
        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = utf8) return Added(NativeAppender.duckdb_append_varchar_length(_handle, start, (ulong)utf8.Length));
    }

    /// <summary>Adds a DATE: days from the Unix epoch.</summary>
    public DuckAppender AddDate(int days) => Added(NativeAppender.duckdb_append_date(_handle, new NativeQuery.Date(days)));

    /// <summary>Adds a TIMESTAMP: microseconds from the Unix epoch.</summary>
    public DuckAppender AddTimestamp(long micros) =>
        Added(NativeAppender.duckdb_append_timestamp(_handle, new NativeQuery.Timestamp(micros)));

    /// <summary>Adds NULL.</summary>
    public DuckAppender AddNull() => Added(NativeAppender.duckdb_append_null(_handle));

    /// <summary>Ends a row.</summary>
    public void EndRow() => Added(NativeAppender.duckdb_appender_end_row(_handle));

    /// <summary>Adds the rows of a block; the table's columns have its types, in its order.</summary>
    public void Add(ColumnBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        ImmutableArray<BlockVector> vectors = [.. block.Columns.Select((_, column) => new BlockVector(block, column))];
        using var chunk = BlockVector.Chunk(block.Columns);
        var size = (int)NativeVector.duckdb_vector_size();
        for (var start = 0; start < block.Rows; start += size)
        {
            NativeVector.duckdb_data_chunk_reset(chunk);
            var rows = Math.Min(size, block.Rows - start);
            for (var column = 0; column < vectors.Length; column++)
                vectors[column].Copy(start, rows, NativeVector.duckdb_data_chunk_get_vector(chunk.DangerousGetHandle(), (ulong)column));
            NativeVector.duckdb_data_chunk_set_size(chunk.DangerousGetHandle(), (ulong)rows);
            Added(NativeAppender.duckdb_append_data_chunk(_handle, chunk));
        }
    }

    /// <summary>Hands the last rows to the table.</summary>
    /// <exception cref="DuckDbException">A row breaks a rule of the table.</exception>
    public void Complete()
    {
        Added(NativeAppender.duckdb_appender_close(_handle));
        _complete = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_complete && !_handle.IsClosed) _ = NativeAppender.duckdb_appender_clear(_handle);
        _handle.Dispose();
    }

    internal static DuckAppender Open(DuckConnection connection, string table)
    {
        var state = NativeAppender.duckdb_appender_create(connection.Handle, null, table, out var handle);
        var appender = new DuckAppender(handle, table);
        if (state == NativeQuery.Success) return appender;
        using (appender) throw appender.Failure();
    }

    private DuckAppender Added(int state) => state == NativeQuery.Success ? this : throw Failure();

    private DuckDbException Failure() => new(NativeQuery.Text(NativeAppender.duckdb_appender_error(_handle)), $"append to {_table}");
}
