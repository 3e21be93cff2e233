using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// What is known of each series: one row a series with <c>series_id</c> and any columns. A column is of numbers when every value is one written
/// without leading zeros, else of texts, so that codes such as 007 stay what they are. The column <c>location</c> says whose weather counts.
/// </summary>
internal sealed class StaticFile
{
    private const string PlainNumber = "'-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?'";

    private readonly ImmutableArray<double[]> _values;
    private readonly string?[] _locations;
    private readonly int?[] _from;
    private readonly int?[] _to;

    private StaticFile(ImmutableArray<StaticColumn> columns, ImmutableArray<double[]> values, string?[] locations, int?[] from, int?[] to)
    {
        _from = from;
        _to = to;
        Columns = columns;
        _values = values;
        _locations = locations;
    }

    /// <summary>A static table without columns.</summary>
    public static StaticFile None { get; } = new([], [], [], [], []);

    /// <summary>The columns.</summary>
    public ImmutableArray<StaticColumn> Columns { get; }

    /// <summary>Reads the table and brings it into the order of the layout; series it does not name have no values.</summary>
    /// <exception cref="InputException">A series stands twice.</exception>
    public static StaticFile Read(
        DuckConnection connection, InputTable table, SalesLayout layout, PresenceColumns? presence, string folder, CancellationToken token)
    {
        table.Require("series_id");
        var names = table.Columns.Where(name => name != "series_id").ToImmutableArray();
        table.Load(connection, "statics", [InputField.Text("series_id"), .. names.Select(InputField.Text)], folder, token);
        if (connection.ScalarText("SELECT series_id FROM statics GROUP BY series_id HAVING count(*) > 1 ORDER BY 1 LIMIT 1", token) is { } twice)
            throw new InputException($"series '{twice}' stands twice", table.Given, column: "series_id");

        var columns = ImmutableArray.CreateBuilder<StaticColumn>();
        var values = ImmutableArray.CreateBuilder<double[]>();
        foreach (var name in names)
        {
            var column = DuckSql.Identifier(name);
            var isText = connection.Scalar<bool>(
                $"SELECT coalesce(bool_or(NOT regexp_full_match({column}, {PlainNumber}) "
                + $"AND lower({column}) <> 'nan'), false) FROM statics", token)!.Value;
            var labels = isText ? LabelsOf(connection, column, token) : null;
            var found = new double[layout.Count];
            Array.Fill(found, double.NaN);
            var value = isText ? $"(dense_rank() OVER (ORDER BY {column}) - 1)::DOUBLE" : $"{column}::DOUBLE";
            using var reader = connection.Query(
                $"SELECT code, value FROM (SELECT series_id, {value} AS value FROM statics WHERE {column} IS NOT NULL) s "
                + "JOIN layout ON layout.series_id::VARCHAR = s.series_id", token);
            while (reader.Next(token))
                for (var row = 0; row < reader.Rows; row++) found[reader.Values<int>(0)[row]] = reader.Values<double>(1)[row];
            columns.Add(new StaticColumn(name, labels));
            values.Add(found);
        }

        var locations = names.Contains("location") ? LocationsOf(connection, layout, token) : [];
        return new StaticFile(columns.ToImmutable(), values.ToImmutable(), locations, Days(presence?.ListedFrom), Days(presence?.ListedTo));

        int?[] Days(string? column) => column is not null && names.Contains(column) ? DaysOf(connection, table, layout, column, token) : [];
    }

    /// <summary>[series] the values of a column: numbers, or codes of texts; NaN for none.</summary>
    public ReadOnlySpan<double> Values(string name) => _values[Columns.ToList().FindIndex(column => column.Name == name)];

    /// <summary>What is known of some consecutive series.</summary>
    public SeriesAttributes Of(Range series, DailyTable? weather) => new()
    {
        Locations = weather is null || !IsLocated(weather) ? [] : PlacesOf(series, weather),
        ListedFrom = _from.Length == 0 ? [] : _from[series].ToImmutableArray(),
        ListedTo = _to.Length == 0 ? [] : _to[series].ToImmutableArray(),
        Statics = [.. _values.Select(column => column[series].ToImmutableArray())],
    };

    /// <summary>Demands locations where the weather has them.</summary>
    /// <exception cref="InputException">The series have none.</exception>
    public void RequireLocations(DailyTable weather, InputTable weatherTable)
    {
        if (IsLocated(weather) && _locations.Length == 0)
            throw new InputException(
                "the weather has locations; give --static a file with series_id and location, so that each series has one",
                weatherTable.Given, column: "location");
    }

    /// <summary>Writes columns of a table that was read, one row a series in the order of the layout, also for series without values.</summary>
    public void Write(DuckConnection connection, string key, IEnumerable<string> columns, string file, string format, CancellationToken token)
    {
        var values = columns.Select(name => Columns.Single(column => column.Name == name)).Select(column =>
            $", s.{DuckSql.Identifier(column.Name)}{(column.Labels is null ? "::DOUBLE" : "")} AS {DuckSql.Identifier(column.Name)}");
        connection.Execute(
            $"COPY (SELECT l.series_id AS {key}{string.Concat(values)} FROM layout l LEFT JOIN statics s ON l.series_id::VARCHAR = s.series_id "
            + $"ORDER BY l.code) TO {DuckSql.Literal(file)} ({format})", token);
    }

    private static bool IsLocated(DailyTable weather) => weather.Locations.Count > 1 || weather.Locations[0].Length > 0;

    /// <summary>A series at a place without weather, or at none, has none.</summary>
    private ImmutableArray<int> PlacesOf(Range series, DailyTable weather)
    {
        var places = Enumerable.Range(0, weather.Locations.Count).ToDictionary(place => weather.Locations[place]);
        return [.. _locations[series].Select(name => name is not null && places.TryGetValue(name, out var place) ? place : -1)];
    }

    private static string?[] LocationsOf(DuckConnection connection, SalesLayout layout, CancellationToken token)
    {
        var locations = new string?[layout.Count];
        using var reader = connection.Query(
            "SELECT l.code, s.location FROM statics s JOIN layout l ON l.series_id::VARCHAR = s.series_id WHERE s.location IS NOT NULL", token);
        while (reader.Next(token))
            for (var row = 0; row < reader.Rows; row++) locations[reader.Values<int>(0)[row]] = reader.Text(1, row);
        return locations;
    }

    private static int?[] DaysOf(DuckConnection connection, InputTable table, SalesLayout layout, string column, CancellationToken token)
    {
        var name = DuckSql.Identifier(column);
        if (connection.ScalarText($"SELECT {name} FROM statics WHERE {name} IS NOT NULL AND TRY_CAST({name} AS DATE) IS NULL LIMIT 1", token) is { } other)
            throw new InputException($"'{other}' is not a date such as 2011-12-31", table.Given, column: column);
        var days = new int?[layout.Count];
        using var reader = connection.Query(
            $"SELECT l.code, {name}::DATE FROM statics s JOIN layout l ON l.series_id::VARCHAR = s.series_id WHERE {name} IS NOT NULL", token);
        while (reader.Next(token))
            for (var row = 0; row < reader.Rows; row++) days[reader.Values<int>(0)[row]] = reader.Values<int>(1)[row];
        return days;
    }

    private static Labels LabelsOf(DuckConnection connection, string column, CancellationToken token)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        using var reader = connection.Query($"SELECT DISTINCT {column} FROM statics WHERE {column} IS NOT NULL ORDER BY 1", token);
        while (reader.Next(token))
            for (var row = 0; row < reader.Rows; row++) texts.Add(reader.Text(0, row));
        return new Labels(texts.ToImmutable());
    }
}
