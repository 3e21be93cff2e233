namespace SecretMagic.Storage.Duck;

/// <summary>
/// A connection: statements run one after another, on one thread at a time. A cancelled token interrupts the running statement, which then
/// throws <see cref="OperationCanceledException"/>; the connection stays usable. Starting a statement ends an open reader.
/// </summary>
public sealed class DuckConnection : IDisposable
{
    internal DuckConnection(DuckHandle.Connection handle, BlockTables tables)
    {
        Handle = handle;
        Tables = tables;
    }

    internal DuckHandle.Connection Handle { get; }

    internal BlockTables Tables { get; }

    /// <summary>Runs one or more statements and drops their rows.</summary>
    /// <exception cref="DuckDbException">A statement failed; those before it are done.</exception>
    public unsafe void Execute(string sql, CancellationToken token)
    {
        using var interruption = Interruption.Of(Handle, token);
        using var timed = QueryTime.Begin();
        using var outcome = new DuckHandle.Outcome();
        if (NativeQuery.duckdb_query(Handle, sql, outcome.Result) == NativeQuery.Success) return;
        throw Failure(NativeQuery.Text(NativeQuery.duckdb_result_error(outcome.Result)), sql, token);
    }

    /// <summary>Runs a statement and streams its rows: memory does not grow with their number.</summary>
    /// <exception cref="DuckDbException">The statement failed. Later rows may still fail in <see cref="DuckReader.Next"/>.</exception>
    public DuckReader Query(string sql, CancellationToken token)
    {
        var statement = Prepare(sql, token);
        try
        {
            return statement.Query(owned: true, token);
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    /// <summary>The value in the first column of the first row; null when there is no row or the value is null.</summary>
    /// <typeparam name="T">A type of the column's width, such as long for BIGINT.</typeparam>
    public T? Scalar<T>(string sql, CancellationToken token)
        where T : unmanaged
    {
        using var reader = Query(sql, token);
        return reader.Next(token) && !reader.IsNull(0, 0) ? reader.Values<T>(0)[0] : null;
    }

    /// <summary>The text in the first column of the first row; null when there is no row or the value is null.</summary>
    public string? ScalarText(string sql, CancellationToken token)
    {
        using var reader = Query(sql, token);
        return reader.Next(token) && !reader.IsNull(0, 0) ? reader.Text(0, 0) : null;
    }

    /// <summary>Prepares one statement; its parameters are numbered from 1 (<c>$1</c> or <c>?</c>).</summary>
    /// <exception cref="DuckDbException">The statement cannot be parsed, names what does not exist, or is more than one.</exception>
    public DuckStatement Prepare(string sql, CancellationToken token)
    {
        using var interruption = Interruption.Of(Handle, token);
        var state = NativeQuery.duckdb_prepare(Handle, sql, out var statement);
        if (state == NativeQuery.Success) return new DuckStatement(this, statement, sql);
        var message = NativeQuery.Text(NativeQuery.duckdb_prepare_error(statement));
        statement.Dispose();
        throw Failure(message, sql, token);
    }

    /// <summary>Opens an appender to a table: the quick way to many rows.</summary>
    /// <exception cref="DuckDbException">The table does not exist.</exception>
    public DuckAppender Append(string table) => DuckAppender.Open(this, table);

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    internal static Exception Failure(string message, string sql, CancellationToken token)
    {
        var failure = new DuckDbException(message, sql);
        return token.IsCancellationRequested ? new OperationCanceledException(message, failure, token) : failure;
    }
}
