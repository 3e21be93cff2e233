using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SecretMagic.Storage.Duck;
using SQLitePCL;

namespace SecretMagic.Storage.Tenancy;

/// <summary>
/// A statement that inserts rows of a chunk, prepared once and bound in place. By SQLite's own interface: the driver's makes an object of every value.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly ImmutableArray<TableColumn> _columns;

    /// <param name="connection">Open, in a transaction.</param>
    /// <param name="table">The table, quoted; its first column is the client.</param>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="columns">The other columns.</param>
    public SqliteInsert(SqliteConnection connection, string table, string tenant, ImmutableArray<TableColumn> columns)
    {
        (_database, _columns) = (connection.Handle!, columns);
        var values = string.Join(", ", Enumerable.Repeat("?", columns.Length + 1));
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, $"INSERT INTO {table} VALUES ({values})", out _statement), _database);
        Check(raw.sqlite3_bind_text(_statement, 1, tenant));
    }

    /// <summary>Inserts a row of the reader's chunk.</summary>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public void Add(DuckReader reader, int row)
    {
        for (var column = 0; column < _columns.Length; column++) Check(Bind(reader, column, row));
        var state = raw.sqlite3_step(_statement);
        if (state != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(state, _database);
        Check(raw.sqlite3_reset(_statement));
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private int Bind(DuckReader reader, int column, int row)
    {
        var at = column + 2;
        return DuckValue.IsMissing(reader, column, row) ? raw.sqlite3_bind_null(_statement, at) : _columns[column].Kind switch
        {
            ColumnKind.Text => raw.sqlite3_bind_text(_statement, at, reader.Utf8(column, row)),
            ColumnKind.Whole or ColumnKind.Truth => raw.sqlite3_bind_int64(_statement, at, DuckValue.Whole(reader, column, row)),
            ColumnKind.Double => raw.sqlite3_bind_double(_statement, at, reader.Values<double>(column)[row]),
            ColumnKind.Single => raw.sqlite3_bind_double(_statement, at, reader.Values<float>(column)[row]),
            ColumnKind.Day => raw.sqlite3_bind_text(
                _statement, at,
                DateTime.UnixEpoch.AddDays(DuckValue.Whole(reader, column, row)).ToString(TableColumn.DayForm, CultureInfo.InvariantCulture)),
            ColumnKind.Moment => raw.sqlite3_bind_text(
                _statement, at,
                DateTime.UnixEpoch.AddMicroseconds(DuckValue.Whole(reader, column, row)).ToString(TableColumn.MomentForm, CultureInfo.InvariantCulture)),
            _ => throw new UnreachableException($"Column kind {_columns[column].Kind}"),
        };
    }

    private void Check(int state) => SqliteException.ThrowExceptionForRC(state, _database);
}
