using System.Text;

namespace SecretMagic.Storage.Duck;

/// <summary>A prepared statement. Parameters are numbered from 1 and keep their values until they are bound again.</summary>
public sealed class DuckStatement : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly DuckHandle.Statement _handle;

    internal DuckStatement(DuckConnection connection, DuckHandle.Statement handle, string sql)
    {
        _connection = connection;
        _handle = handle;
        Sql = sql;
    }

    /// <summary>The statement.</summary>
    public string Sql { get; }

    /// <summary>Binds a truth value.</summary>
    public DuckStatement Bind(int index, bool value) => Bound(index, NativeQuery.duckdb_bind_boolean(_handle, (ulong)index, value));

    /// <summary>Binds an INTEGER.</summary>
    public DuckStatement Bind(int index, int value) => Bound(index, NativeQuery.duckdb_bind_int32(_handle, (ulong)index, value));

    /// <summary>Binds a BIGINT.</summary>
    public DuckStatement Bind(int index, long value) => Bound(index, NativeQuery.duckdb_bind_int64(_handle, (ulong)index, value));

    /// <summary>Binds a DOUBLE.</summary>
    public DuckStatement Bind(int index, double value) => Bound(index, NativeQuery.duckdb_bind_double(_handle, (ulong)index, value));

    /// <summary>Binds a VARCHAR; null binds NULL.</summary>
    public unsafe DuckStatement Bind(int index, string? value)
    {
        if (value is null) return BindNull(index);
        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = utf8) return Bound(index, NativeQuery.duckdb_bind_varchar_length(_handle, (ulong)index, start, (ulong)utf8.Length));
    }

    /// <summary>Binds a DATE.</summary>
    public DuckStatement Bind(int index, DateOnly value)
    {
        var days = value.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return Bound(index, NativeQuery.duckdb_bind_date(_handle, (ulong)index, new NativeQuery.Date(days)));
    }

    /// <summary>Binds a TIMESTAMP: the clock as it stands in the value, cut to microseconds; its kind is not looked at.</summary>
    public DuckStatement Bind(int index, DateTime value)
    {
        var micros = (value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return Bound(index, NativeQuery.duckdb_bind_timestamp(_handle, (ulong)index, new NativeQuery.Timestamp(micros)));
    }

    /// <summary>Binds NULL.</summary>
    public DuckStatement BindNull(int index) => Bound(index, NativeQuery.duckdb_bind_null(_handle, (ulong)index));

    /// <summary>Runs the statement and drops its rows.</summary>
    public void Execute(CancellationToken token)
    {
        using var outcome = Run(streaming: false, token);
    }

    /// <summary>Runs the statement and streams its rows.</summary>
    public DuckReader Query(CancellationToken token) => Query(owned: false, token);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    internal DuckReader Query(bool owned, CancellationToken token) =>
        new(_connection, Run(streaming: true, token), Sql, owned ? this : null);

    private unsafe DuckHandle.Outcome Run(bool streaming, CancellationToken token)
    {
        using var interruption = Interruption.Of(_connection.Handle, token);
        using var timed = QueryTime.Begin();
        var state = streaming
            ? NativeQuery.duckdb_pending_prepared_streaming(_handle, out var pending)
            : NativeQuery.duckdb_pending_prepared(_handle, out pending);
        using (pending)
        {
            if (state != NativeQuery.Success)
                throw DuckConnection.Failure(NativeQuery.Text(NativeQuery.duckdb_pending_error(pending)), Sql, token);

            var outcome = new DuckHandle.Outcome();
            if (NativeQuery.duckdb_execute_pending(pending, outcome.Result) == NativeQuery.Success) return outcome;
            var message = NativeQuery.Text(NativeQuery.duckdb_result_error(outcome.Result));
            outcome.Dispose();
            throw DuckConnection.Failure(message, Sql, token);
        }
    }

    private DuckStatement Bound(int index, int state) => state == NativeQuery.Success
        ? this
        : throw new DuckDbException(NativeQuery.Text(NativeQuery.duckdb_prepare_error(_handle)), $"bind parameter {index} of {Sql}");
}
