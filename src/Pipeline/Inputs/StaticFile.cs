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
    private readonly int _location;

    private StaticFile(ImmutableArray<StaticColumn> columns, ImmutableArray<double[]> values, int location)
    {
        Columns = columns;
        _values = values;
        _location = location;
    }

    /// <summary>A static table without columns.</summary>
    public static StaticFile None { get; } = new([], [], -1);

    /// <summary>The columns.</summary>
    public ImmutableArray<StaticColumn> Columns { get; }

    /// <summary>Reads the table and brings it into the order of the layout; series it does not name have no values.</summary>
    /// <exception cref="InputException">A series stands twice.</exception>
    public static StaticFile Read(DuckConnection connection, InputTable table, SalesLayout layout, string folder, CancellationToken token)
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
            var isText = connection.Scalar<bool>($"SELECT coalesce(bool_or(NOT regexp_full_match({column}, {PlainNumber})), false) FROM statics", token)!.Value;
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

        return new StaticFile(columns.ToImmutable(), values.ToImmutable(), names.IndexOf("location"));
    }

    /// <summary>What is known of some consecutive series.</summary>
    public SeriesAttributes Of(Range series, DailyTable? weather) => new()
    {
        Locations = weather is null || !NeedsLocation(weather) ? [] : [.. _values[_location][series].Select(code => Place(code, weather))],
        Statics = [.. _values.Select(column => column[series].ToImmutableArray())],
    };

    /// <summary>Demands locations where the weather is of several places.</summary>
    /// <exception cref="InputException">The series have none.</exception>
    public void RequireLocations(DailyTable weather, InputTable weatherTable)
    {
        if (NeedsLocation(weather) && (_location < 0 || Columns[_location].Labels is null))
            throw new InputException(
                $"the weather is of {weather.Locations.Count} places; give --static a file with series_id and location, so that each series has one",
                weatherTable.Given, column: "location");
    }

    private static bool NeedsLocation(DailyTable weather) => weather.Locations.Count > 1;

    private int Place(double code, DailyTable weather)
    {
        if (double.IsNaN(code)) return -1;
        var name = Columns[_location].Labels![(int)code];
        for (var place = 0; place < weather.Locations.Count; place++)
            if (weather.Locations[place] == name) return place;
        return -1;
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
