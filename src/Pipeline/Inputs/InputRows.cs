using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>The rows of a table one after another, by column name, with the line each stands on.</summary>
internal sealed class InputRows : IDisposable
{
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private readonly InputTable _table;
    private readonly Lazy<DuckReader> _query;
    private readonly Dictionary<string, int> _columns;
    private readonly CancellationToken _token;
    private int _row = -1;
    private int _before;

    private InputRows(InputTable table, Lazy<DuckReader> query, Dictionary<string, int> columns, CancellationToken token)
    {
        _table = table;
        _query = query;
        _columns = columns;
        _token = token;
    }

    private DuckReader Reader => _query.Value;

    /// <summary>The line of the current row: behind the header for CSV, the row's number for Parquet.</summary>
    public int Line => _before + _row + (_table.IsCsv ? 2 : 1);

    public static InputRows Read(
        DuckConnection connection, InputTable table, string view, string folder, InputField[] required, InputField[] optional, CancellationToken token)
    {
        table.Require([.. required.Select(field => field.Name)]);
        InputField[] fields = [.. required, .. optional.Where(field => table.Columns.Contains(field.Name))];
        table.Load(connection, view, fields, folder, token);
        var columns = fields.Select((field, at) => (field.Name, at)).ToDictionary(pair => pair.Name, pair => pair.at);

        // The query starts with the first row, since a connection runs one statement at a time.
        return new InputRows(table, new Lazy<DuckReader>(() => connection.Query($"FROM {view}", token)), columns, token);
    }

    /// <summary>The same as text, also of days that no calendar has.</summary>
    public static string DayText(int days) => days >= -Epoch && days <= DateOnly.MaxValue.DayNumber - Epoch ? $"{Day(days):yyyy-MM-dd}" : "beyond the calendar";

    /// <summary>The day that is so many days after 1970-01-01.</summary>
    public static DateOnly Day(int days) => DateOnly.FromDayNumber(Epoch + days);

    public bool Next()
    {
        if (++_row < Reader.Rows) return true;
        _before += Reader.Rows;
        _row = 0;
        return Reader.Next(_token);
    }

    public string Text(string column) => TextOrNull(column) ?? throw Empty(column);

    public double Number(string column) => IsEmpty(column) ? throw Empty(column) : Reader.Values<double>(_columns[column])[_row];

    public DateOnly Date(string column) => DateOrNull(column) ?? throw Empty(column);

    public string? TextOrNull(string column) => IsEmpty(column) ? null : Reader.Text(_columns[column], _row);

    public double NumberOr(string column, double other) => IsEmpty(column) ? other : Reader.Values<double>(_columns[column])[_row];

    public DateOnly? DateOrNull(string column)
    {
        if (IsEmpty(column)) return null;
        var days = Reader.Values<int>(_columns[column])[_row];
        if (days >= -Epoch && days <= DateOnly.MaxValue.DayNumber - Epoch) return Day(days);
        throw new InputException("the date is not between the years 1 and 9999", _table.Files[0], Line, column);
    }

    /// <summary>A whole number from 0 on, for counts of days.</summary>
    public int WholeOr(string column, int other)
    {
        var value = NumberOr(column, other);
        if (value >= 0 && value <= int.MaxValue && Math.Truncate(value) == value) return (int)value;
        throw new InputException($"{value} is no whole number from 0 on", _table.Files[0], Line, column);
    }

    public bool TruthOr(string column, bool other) => IsEmpty(column) ? other : NumberOr(column, 0) switch
    {
        0 => false,
        1 => true,
        var value => throw new InputException($"{value} is neither true nor false", _table.Files[0], Line, column),
    };

    /// <summary>Texts with a semicolon between them; null for an empty cell.</summary>
    public string[]? ListOrNull(string column) =>
        TextOrNull(column)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        if (_query.IsValueCreated) _query.Value.Dispose();
    }

    private bool IsEmpty(string column) => !_columns.TryGetValue(column, out var at) || Reader.IsNull(at, _row);

    private InputException Empty(string column) => new("the cell is empty; a value is needed", _table.Files[0], Line, column);
}
