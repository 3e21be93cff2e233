namespace SecretMagic.Storage.Duck;

/// <summary>
/// A DuckDB database in this process. Connections of several threads share it; each connection serves one thread at a time.
/// </summary>
public sealed class DuckDatabase : IDisposable
{
    private readonly DuckHandle.Database _handle;

    private DuckDatabase(DuckHandle.Database handle) => _handle = handle;

    /// <summary>The sources that statements may read as tables, by their number.</summary>
    internal BlockTables Tables { get; } = new();

    /// <summary>Opens a database, in memory unless the options name a file.</summary>
    /// <exception cref="DuckDbException">An option is refused, or the file cannot be opened.</exception>
    /// <exception cref="DllNotFoundException">The native library is missing.</exception>
    public static DuckDatabase Open(DuckOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DuckLibrary.Resolve();
        if (NativeQuery.duckdb_create_config(out var config) != NativeQuery.Success) throw new DuckDbException("DuckDB has no memory.", "configure");
        try
        {
            foreach (var (name, value) in options.Settings())
            {
                if (NativeQuery.duckdb_set_config(config, name, value) != NativeQuery.Success)
                    throw new DuckDbException($"DuckDB refuses {name} = {value}.", $"SET {name} = '{value}'");
            }

            if (NativeQuery.duckdb_open_ext(options.Path, out var handle, config, out var error) != NativeQuery.Success)
            {
                var message = NativeQuery.Text(error);
                NativeQuery.duckdb_free(error);
                handle.Dispose();
                throw new DuckDbException(message, $"open {options.Path ?? ":memory:"}");
            }

            var database = new DuckDatabase(handle);
            using var connection = database.Connect();
            database.Tables.Register(connection.Handle);
            return database;
        }
        finally
        {
            NativeQuery.duckdb_destroy_config(ref config);
        }
    }

    /// <summary>Opens a connection. It may outlive this object.</summary>
    public DuckConnection Connect()
    {
        if (NativeQuery.duckdb_connect(_handle, out var connection) != NativeQuery.Success)
            throw new DuckDbException("DuckDB opened no connection.", "connect");
        return new DuckConnection(connection, Tables);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
