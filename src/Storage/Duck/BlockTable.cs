using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using SecretMagic.Series;

namespace SecretMagic.Storage.Duck;

/// <summary>
/// Blocks as a table that one statement reads once, in the order in which they are filled, while they are filled: rows pass from the
/// block to DuckDB 2,048 at a time, so memory does not grow with their number.
/// </summary>
public sealed class BlockTable : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly ColumnBlock _block;
    private readonly BlockFill _fill;
    private readonly ImmutableArray<BlockVector> _vectors;
    private readonly long _number;
    private ExceptionDispatchInfo? _failure;
    private int _passed;
    private bool _over;

    /// <summary>Opens a table over a block, which the caller keeps and disposes after it.</summary>
    public BlockTable(DuckConnection connection, ColumnBlock block, BlockFill fill)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(block);
        _connection = connection;
        _block = block;
        _fill = fill;
        _vectors = [.. block.Columns.Select((_, column) => new BlockVector(block, column))];
        block.Clear();
        _number = connection.Tables.Add(this);
    }

    /// <summary>What stands after FROM.</summary>
    public string Sql => $"{BlockTables.Function}({_number})";

    /// <summary>Rows that passed so far.</summary>
    public long Rows { get; private set; }

    internal ImmutableArray<BlockColumn> Columns => _block.Columns;

    /// <summary>Runs a statement that reads this table. What the fill threw is thrown here, as it was.</summary>
    public void Execute(string sql, CancellationToken token)
    {
        try
        {
            _connection.Execute(sql, token);
        }
        catch (DuckDbException) when (_failure is not null)
        {
            _failure.Throw();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Tables.Remove(_number);

    /// <summary>Writes the next rows into a chunk, none at the end. Returns what went wrong.</summary>
    internal Exception? Write(nint chunk)
    {
        try
        {
            var rows = Next();
            for (var column = 0; rows > 0 && column < _vectors.Length; column++)
                _vectors[column].Copy(_passed, rows, NativeVector.duckdb_data_chunk_get_vector(chunk, (ulong)column));
            NativeVector.duckdb_data_chunk_set_size(chunk, (ulong)rows);
            _passed += rows;
            Rows += rows;
            return null;
        }
#pragma warning disable CA1031 // no exception may pass through native frames; Execute throws it again
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _over = true;
            _failure = ExceptionDispatchInfo.Capture(failure);
            NativeVector.duckdb_data_chunk_set_size(chunk, 0);
            return failure;
        }
    }

    private int Next()
    {
        while (_passed == _block.Rows)
        {
            if (_over) return 0;
            _passed = 0;
            _block.Clear();
            _over = !_fill(_block);
        }

        return Math.Min((int)NativeVector.duckdb_vector_size(), _block.Rows - _passed);
    }
}
