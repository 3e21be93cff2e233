using System.Collections.Immutable;
using SecretMagic.Series;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>
/// Daily weather: a table with <c>date</c>, optionally <c>location</c>, and any numeric columns. Where <c>temp_min</c> and <c>temp_max</c> stand and
/// <c>temp_mean</c> does not, it is added as their mean, as meteorological services without hourly data define it.
/// </summary>
internal static class WeatherFile
{
    /// <summary>The most days between the first and the last: two centuries.</summary>
    private const int LongestSpan = 73_050;

    /// <summary>Reads the wanted columns that the file has; the plan says what the missing ones mean.</summary>
    /// <exception cref="InputException">A value cannot be read, a row has no date, or a day stands twice for a location.</exception>
    public static DailyTable Read(
        DuckConnection connection, InputTable input, IReadOnlyCollection<string> wanted, AsOf asOf, string folder, CancellationToken token)
    {
        input.Require("date");
        var derivesMean = wanted.Contains("temp_mean") && !input.Columns.Contains("temp_mean")
            && input.Columns.Contains("temp_min") && input.Columns.Contains("temp_max");
        var direct = wanted.Where(column => input.Columns.Contains(column)).Distinct().ToArray();
        var located = input.Columns.Contains("location");
        string[] read = [.. derivesMean ? direct.Union(["temp_min", "temp_max"]) : direct];
        input.Load(
            connection, "observed",
            [
                InputField.Date("date"), .. asOf.FieldOf(input), .. located ? [InputField.Text("location")] : Array.Empty<InputField>(),
                .. read.Select(InputField.Number),
            ],
            folder, token);

        RequireDates(connection, input, token);
        var versions = input.Columns.Contains(AsOf.Column)
            ? asOf.Versions(connection, input, "observed", "observed", located ? "date, location" : "date", token)
            : asOf.Happened("observed", "date");
        asOf.NoteWithout(input, "its days behind that time are left out, because they may be measurements");
        connection.Execute($"CREATE OR REPLACE TEMP VIEW weather AS SELECT * FROM {versions}", token);
        asOf.RequireRows(connection, "weather", token);
        ImmutableArray<string> columns = [.. direct, .. derivesMean ? ["temp_mean"] : Array.Empty<string>()];
        var place = located ? "coalesce(w.location, '')" : "''";
        var table = Layout(connection, input, columns, place, token);
        var values = columns.Select(column => column == "temp_mean" && derivesMean ? "(w.temp_min + w.temp_max) / 2" : $"w.{DuckSql.Identifier(column)}");
        using var reader = connection.Query(
            $"SELECT p.code, {string.Join(", ", values.Prepend("w.date"))} FROM weather w JOIN places p ON p.name = {place}", token);
        var seen = new HashSet<(int, int)>();
        while (reader.Next(token))
        {
            for (var row = 0; row < reader.Rows; row++)
            {
                var location = reader.Values<int>(0)[row];
                var day = reader.Values<int>(1)[row];
                if (!seen.Add((location, day)))
                {
                    var at = table.Locations[location].Length == 0 ? "" : $" at '{table.Locations[location]}'";
                    throw new InputException(
                        $"{DateTime.UnixEpoch.AddDays(day):yyyy-MM-dd} stands twice{at}; a file for several places needs a column 'location'",
                        input.Given, column: "date");
                }

                for (var column = 0; column < columns.Length; column++)
                {
                    if (reader.IsNull(column + 2, row)) continue;
                    var value = reader.Values<double>(column + 2)[row];
                    if (double.IsInfinity(value))
                        throw new InputException(
                            $"{DateTime.UnixEpoch.AddDays(day):yyyy-MM-dd} is {value}; correct it, or leave the cell empty",
                            input.Given, column: columns[column]);
                    table.Values(column, location)[day - table.FirstDay(location)] = value;
                }
            }
        }

        return table;
    }

    private static void RequireDates(DuckConnection connection, InputTable input, CancellationToken token)
    {
        input.RequireValues(connection, "observed", "date", token);
        const string Beyond = "NOT isfinite(date) OR date < DATE '0001-01-01' OR date > DATE '9999-12-31'";
        if (connection.ScalarText($"SELECT date::VARCHAR FROM observed WHERE {Beyond} LIMIT 1", token) is { } beyond)
            throw new InputException($"'{beyond}' is not between the years 1 and 9999", input.Files[0], column: "date");
    }

    private static DailyTable Layout(DuckConnection connection, InputTable input, ImmutableArray<string> columns, string place, CancellationToken token)
    {
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE places AS
                SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER AS code, name, first, last
                FROM (SELECT {place} AS name, min(w.date) AS first, max(w.date) AS last FROM weather w GROUP BY ALL)
            """, token);
        var names = ImmutableArray.CreateBuilder<string>();
        var firsts = new List<int>();
        var lengths = new List<int>();
        using var reader = connection.Query("SELECT name, first, last FROM places ORDER BY code", token);
        while (reader.Next(token))
        {
            for (var row = 0; row < reader.Rows; row++)
            {
                names.Add(reader.Text(0, row));
                firsts.Add(reader.Values<int>(1)[row]);
                lengths.Add(reader.Values<int>(2)[row] - reader.Values<int>(1)[row] + 1);
            }
        }

        if (lengths.Exists(length => length > LongestSpan))
            throw new InputException("the dates span more than 200 years; is one wrong?", input.Given, column: "date");
        if (names.Count == 0) throw new InputException("there are no rows", input.Given, column: "date");
        return new DailyTable(columns, new Labels(names.ToImmutable()), [.. firsts], [.. lengths]);
    }
}
