using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Storage.Tenancy;

/// <summary>A column of a client's table.</summary>
/// <param name="Name">Its name, at most 63 bytes.</param>
/// <param name="Kind">What it holds.</param>
public sealed record TableColumn(string Name, ColumnKind Kind)
{
    internal const string DayForm = "yyyy-MM-dd";
    internal const string MomentForm = "yyyy-MM-dd HH:mm:ss.ffffff";

    internal string Quoted => Quote(Name);

    internal string PostgresType => Kind switch
    {
        // Ordered by bytes, as SQLite does.
        ColumnKind.Text => "text COLLATE \"C\"",
        ColumnKind.Whole => "bigint",
        ColumnKind.Double => "double precision",
        ColumnKind.Single => "real",
        ColumnKind.Truth => "boolean",
        ColumnKind.Day => "date",
        ColumnKind.Moment => "timestamp",
        _ => throw new UnreachableException($"Column kind {Kind}"),
    };

    internal string SqliteType => Kind switch
    {
        ColumnKind.Whole or ColumnKind.Truth => "INTEGER",
        ColumnKind.Double or ColumnKind.Single => "REAL",
        _ => "TEXT",
    };

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Columns in one written form: a line each, the kind first. Names hold no line end.</summary>
    internal static string Written(IEnumerable<TableColumn> columns) =>
        string.Join('\n', columns.Select(column => $"{Word.Of(column.Kind)} {column.Name}"));

    internal static ImmutableArray<TableColumn> Parse(string written) =>
    [
        .. written.Split('\n').Select(line => line.Split(' ', 2)).Select(parts => new TableColumn(parts[1], Word.Parse<ColumnKind>(parts[0]))),
    ];

    /// <summary>A value as both databases give it back.</summary>
    internal object? Read(DbDataReader reader, int at) => reader.IsDBNull(at) ? null : Kind switch
    {
        ColumnKind.Text => reader.GetString(at),
        ColumnKind.Whole => reader.GetInt64(at),
        ColumnKind.Double => reader.GetDouble(at),
        ColumnKind.Single => (double)reader.GetFloat(at),
        ColumnKind.Truth => reader.GetBoolean(at),
        ColumnKind.Day => reader.GetValue(at) is string day
            ? DateOnly.ParseExact(day, DayForm, CultureInfo.InvariantCulture)
            : reader.GetFieldValue<DateOnly>(at),
        ColumnKind.Moment => reader.GetValue(at) is string moment
            ? DateTime.ParseExact(moment, MomentForm, CultureInfo.InvariantCulture)
            : reader.GetDateTime(at),
        _ => throw new UnreachableException($"Column kind {Kind}"),
    };
}
