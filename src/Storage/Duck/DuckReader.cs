using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;

namespace SecretMagic.Storage.Duck;

/// <summary>
/// The rows of a statement, a chunk of at most 2,048 at a time, read in place: a span of a column points into DuckDB's memory and is valid
/// until the next call of <see cref="Next"/>. The values of null rows are undefined.
/// </summary>
public sealed unsafe class DuckReader : IDisposable
{
    /// <summary>The most rows of a chunk.</summary>
    public const int LongestChunk = 2048;

    private readonly DuckConnection _connection;
    private readonly DuckHandle.Outcome _outcome;
    private readonly DuckStatement? _statement;
    private readonly string _sql;
    private readonly nint[] _values;
    private readonly nint[] _validity;
    private DuckHandle.Chunk? _chunk;

    internal DuckReader(DuckConnection connection, DuckHandle.Outcome outcome, string sql, DuckStatement? statement)
    {
        _connection = connection;
        _outcome = outcome;
        _statement = statement;
        _sql = sql;
        var columns = checked((int)NativeQuery.duckdb_column_count(outcome.Result));
        _values = new nint[columns];
        _validity = new nint[columns];
        var names = ImmutableArray.CreateBuilder<string>(columns);
        var types = ImmutableArray.CreateBuilder<DuckType>(columns);
        for (var column = 0; column < columns; column++)
        {
            names.Add(NativeQuery.Text(NativeQuery.duckdb_column_name(outcome.Result, (ulong)column)));
            types.Add(NativeQuery.duckdb_column_type(outcome.Result, (ulong)column));
        }

        Names = names.MoveToImmutable();
        Types = types.MoveToImmutable();
    }

    /// <summary>The names of the columns.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The types of the columns.</summary>
    public ImmutableArray<DuckType> Types { get; }

    /// <summary>The rows of the current chunk.</summary>
    public int Rows { get; private set; }

    /// <summary>Moves to the next chunk; false at the end. A chunk has at least one row.</summary>
    /// <exception cref="DuckDbException">The statement failed on the way, for instance at a broken file.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the reader is at its end.</exception>
    public bool Next(CancellationToken token)
    {
        Release();
        using var interruption = Interruption.Of(_connection.Handle, token);
        while (true)
        {
            var chunk = NativeQuery.duckdb_fetch_chunk(*_outcome.Result);
            if (chunk == 0) break;
            _chunk = new DuckHandle.Chunk(chunk);
            Rows = checked((int)NativeVector.duckdb_data_chunk_get_size(chunk));
            if (Rows > 0)
            {
                Find(chunk);
                return true;
            }

            Release();
        }

        var error = NativeQuery.duckdb_result_error(_outcome.Result);
        return error == 0 ? false : throw DuckConnection.Failure(NativeQuery.Text(error), _sql, token);
    }

    /// <summary>The values of a column, <see cref="Rows"/> long.</summary>
    /// <typeparam name="T">A type of the column's width; <see cref="DuckType"/> names it for each type.</typeparam>
    /// <exception cref="InvalidOperationException">The column has another width, or there is no current chunk.</exception>
    public ReadOnlySpan<T> Values<T>(int column)
        where T : unmanaged
    {
        ExpectChunk();
        if (Unsafe.SizeOf<T>() != Width(Types[column]))
            throw new InvalidOperationException($"Column {Names[column]} is {Types[column]}, which is no {typeof(T).Name}.");
        return new ReadOnlySpan<T>((void*)_values[column], Rows);
    }

    /// <summary>The validity bits of a column (bit r of word r / 64; 1 = a value); empty when no row is null.</summary>
    public ReadOnlySpan<ulong> Validity(int column)
    {
        ExpectChunk();
        return _validity[column] == 0 ? default : new ReadOnlySpan<ulong>((void*)_validity[column], (Rows + 63) / 64);
    }

    /// <summary>True when a value is null.</summary>
    public bool IsNull(int column, int row)
    {
        ExpectRow(row);
        var words = Validity(column);
        return !words.IsEmpty && (words[row >> 6] >> (row & 63) & 1) == 0;
    }

    /// <summary>The bytes of a VARCHAR or BLOB. Of a null row: undefined, ask <see cref="IsNull"/> first.</summary>
    public ReadOnlySpan<byte> Utf8(int column, int row)
    {
        ExpectChunk();
        ExpectRow(row);
        if (Types[column] is not (DuckType.Varchar or DuckType.Blob))
            throw new InvalidOperationException($"Column {Names[column]} is {Types[column]}, which is no text.");
        return NativeVector.Text.Utf8((NativeVector.Text*)_values[column] + row);
    }

    /// <summary>The text of a VARCHAR.</summary>
    public string Text(int column, int row) => Encoding.UTF8.GetString(Utf8(column, row));

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _outcome.Dispose();
        _statement?.Dispose();
    }

    private static int Width(DuckType type) => type switch
    {
        DuckType.Boolean or DuckType.TinyInt or DuckType.UTinyInt => 1,
        DuckType.SmallInt or DuckType.USmallInt => 2,
        DuckType.Integer or DuckType.UInteger or DuckType.Float or DuckType.Date => 4,
        DuckType.BigInt or DuckType.UBigInt or DuckType.Double or DuckType.Timestamp => 8,
        DuckType.HugeInt => 16,
        _ => -1,
    };

    private void Find(nint chunk)
    {
        for (var column = 0; column < _values.Length; column++)
        {
            var vector = NativeVector.duckdb_data_chunk_get_vector(chunk, (ulong)column);
            _values[column] = (nint)NativeVector.duckdb_vector_get_data(vector);
            _validity[column] = (nint)NativeVector.duckdb_vector_get_validity(vector);
        }
    }

    private void Release()
    {
        _chunk?.Dispose();
        _chunk = null;
        Rows = 0;
    }

    private void ExpectRow(int row)
    {
        if ((uint)row >= (uint)Rows) throw new ArgumentOutOfRangeException(nameof(row), row, $"The chunk has {Rows} rows.");
    }

    private void ExpectChunk()
    {
        if (_chunk is null) throw new InvalidOperationException("There is no current chunk: Next was not called, or returned false.");
    }
}
