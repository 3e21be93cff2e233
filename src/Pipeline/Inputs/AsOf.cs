using System.Collections.Immutable;
using System.Globalization;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// The time whose knowledge counts. A table with a column <c>known_at</c> may hold a fact several times: a later version corrects an earlier one. Of
/// each fact the latest version known by then is used; facts that became known later do not exist. Without a time, the latest version of all.
/// </summary>
internal sealed class AsOf(DateTime? time, bool isZoned)
{
    /// <summary>The optional column.</summary>
    public const string Column = "known_at";

    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF"];

    private readonly List<string> _notes = [];
    private DateTime? _newest;

    /// <summary>What a reader of the result should know of how versions were chosen.</summary>
    public ImmutableArray<string> Notes => [.. _notes];

    /// <summary>The time asked for, else the newest at which any fact used became known; null when no table says.</summary>
    public string? Stated => (time ?? _newest)?.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    private string Literal => $"TIMESTAMP {DuckSql.Literal(time!.Value.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture))}";

    /// <summary>Reads the option; a date is its first instant.</summary>
    /// <exception cref="InputException">It is no time.</exception>
    public static AsOf Parse(string? text, bool isZoned)
    {
        if (text is null) return new AsOf(null, isZoned);
        return DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new AsOf(time, isZoned)
            : throw new InputException($"'{text}' is no time; write 2011-12-31 or 2011-12-31T14:05:00", column: "--as-of");
    }

    /// <summary>The field to load with a table that has it.</summary>
    public ImmutableArray<InputField> FieldOf(InputTable table) => table.Columns.Contains(Column) ? [TimeField(Column)] : [];

    /// <summary>A field of times: instants where the set has a zone, else local time.</summary>
    public InputField TimeField(string name) => isZoned ? InputField.Instant(name) : InputField.Timestamp(name);

    /// <summary>The versions that count, as a relation.</summary>
    /// <param name="connection">Where the table is loaded.</param>
    /// <param name="table">The table.</param>
    /// <param name="view">The view it was loaded as, for its newest version.</param>
    /// <param name="relation">The rows to choose from: the view, or rows made from it.</param>
    /// <param name="keys">The columns that name a fact.</param>
    /// <param name="token">Cancels.</param>
    public string Versions(DuckConnection connection, InputTable table, string view, string relation, string keys, CancellationToken token)
    {
        if (!table.Columns.Contains(Column)) return relation;
        table.RequireValues(connection, view, Column, token);
        if (time is null && connection.Scalar<long>($"SELECT epoch_us(max({Column})) FROM {view}", token) is { } micros)
        {
            var newest = DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
            _newest = newest > _newest ? newest : _newest ?? newest;
        }

        var known = time is null ? "" : $" WHERE {Column} <= {Literal}";
        return $"(SELECT * EXCLUDE ({Column}) FROM {relation}{known} QUALIFY rank() OVER (PARTITION BY {keys} ORDER BY {Column} DESC) = 1)";
    }

    /// <summary>What has not happened by then does not exist.</summary>
    public string Happened(string relation, string column) =>
        time is null ? relation : $"(SELECT * FROM {relation} WHERE {column} <= {Literal})";

    /// <summary>Notes how a table without <c>known_at</c> was cut, when a time was asked for.</summary>
    public void NoteWithout(InputTable? table, string how)
    {
        if (time is not null && table?.Columns.Contains(Column) == false) _notes.Add($"as of {Stated}: {Path.GetFileName(table.Given)} has no {Column}; {how}");
    }

    /// <summary>Demands that something is left.</summary>
    /// <exception cref="InputException">Nothing was known by then.</exception>
    public void RequireRows(DuckConnection connection, string relation, CancellationToken token)
    {
        if (time is not null && connection.Scalar<long>($"SELECT count(*) FROM (SELECT 1 FROM {relation} LIMIT 1)", token) == 0)
            throw new InputException($"nothing was known by {Stated}; give a later time", column: "--as-of");
    }
}
