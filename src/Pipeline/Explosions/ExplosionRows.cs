using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>Rows of an explosion's tables, read back from the folder it was written to. What is asked for is bound and never part of a statement.</summary>
public static class ExplosionRows
{
    private const string Keys = "item, coalesce(site, '') AS site, date, kind, level";

    /// <summary>What a database takes that answers somebody who waits.</summary>
    internal static readonly DuckOptions Bounded = new() { Threads = 2, MemoryLimitBytes = 512L << 20 };

    private static readonly string[] Measures =
        ["gross", "stock_used", "planned", "short", "\"left\"", "days_of_cover", "past_due", "past_due_short"];

    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Rows of requirements; null when the folder has none.</summary>
    /// <param name="folder">The folder of a result.</param>
    /// <param name="asked">Which rows.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="InputException">A quantity is greater than a number can be.</exception>
    public static IReadOnlyList<RequiredRow>? Requirements(string folder, RowsAsked asked, CancellationToken token)
    {
        using var database = DuckDatabase.Open(Bounded);
        return Requirements(folder, asked, database, token);
    }

    internal static IReadOnlyList<RequiredRow>? Requirements(string folder, RowsAsked asked, DuckDatabase database, CancellationToken token) =>
        Read(database, folder, "requirements", ["quantity", "past_due"], asked, isCoverage: false, (key, value) => new RequiredRow(
            key.Item, key.Site, key.Date, key.Kind, key.Level, value(0) ?? 0, value(1) ?? 0), token);

    /// <summary>Rows of coverage, those where something is missing first when all are asked for; null when the folder has none.</summary>
    /// <param name="folder">The folder of a result.</param>
    /// <param name="asked">Which rows.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="InputException">A quantity is greater than a number can be.</exception>
    public static IReadOnlyList<CoveredRow>? Coverage(string folder, RowsAsked asked, CancellationToken token)
    {
        using var database = DuckDatabase.Open(Bounded);
        return Coverage(folder, asked, database, token);
    }

    internal static IReadOnlyList<CoveredRow>? Coverage(string folder, RowsAsked asked, DuckDatabase database, CancellationToken token) =>
        Read(database, folder, "coverage", Measures, asked, isCoverage: true, (key, value) => new CoveredRow(
            key.Item, key.Site, key.Date, key.Kind, key.Level, value(0) ?? 0, value(1) ?? 0, value(2) ?? 0, value(3) ?? 0, value(4), value(5),
            value(6) ?? 0, value(7) ?? 0), token);

    private static List<T>? Read<T>(
        DuckDatabase database, string folder, string table, string[] measures, RowsAsked asked, bool isCoverage,
        Func<RowsAsked.Key, Func<int, double?>, T> make, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (Source(Path.Combine(folder, table), measures) is not { } source) return null;
        using var connection = database.Connect();
        var (conditions, values) = Conditions(asked, isCoverage);
        // A page has no use for the order of writing, and without it conditions skip what they exclude.
        var place = asked.Limit is null ? ", row_number() OVER () AS place" : "";
        var order = asked.Limit is not null ? "ORDER BY item, site, date, kind, level LIMIT " + asked.Limit
            : isCoverage ? "ORDER BY (short > 0 OR past_due_short > 0) DESC, place" : "ORDER BY place";
        var rows = $"SELECT {Keys}, {string.Join(", ", measures)}{place} FROM {source}";
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        using var statement = connection.Prepare($"SELECT * FROM ({rows}) {where} {order}", token);
        for (var at = 0; at < values.Count; at++) Bind(statement, at + 1, values[at]);
        using var reader = statement.Query(token);
        var read = new List<T>();
        while (reader.Next(token))
        {
            for (var row = 0; row < reader.Rows; row++)
            {
                var (chunk, at) = (reader, row);
                var day = DateOnly.FromDayNumber(Epoch + chunk.Values<int>(2)[at]);
                var key = new RowsAsked.Key(chunk.Text(0, at), chunk.Text(1, at), day, chunk.Text(3, at), chunk.Values<int>(4)[at]);
                read.Add(make(key, measure => Number(chunk, 5 + measure, at)));
            }
        }

        return read;
    }

    private static (List<string> Conditions, List<object> Values) Conditions(RowsAsked asked, bool isCoverage)
    {
        var (conditions, values) = (new List<string>(), new List<object>());
        void And(string condition, object? value)
        {
            if (value is null) return;
            values.Add(value);
            conditions.Add($"{condition} ${values.Count}");
        }

        And("item =", asked.Item);
        And("site =", asked.Site);
        And("date >=", asked.From);
        And("date <=", asked.To);
        if (asked.OnlyShort && isCoverage) conditions.Add("(short > 0 OR past_due_short > 0)");
        if (asked.After is { } after)
        {
            var first = values.Count + 1;
            values.AddRange([after.Item, after.Site, after.Date, after.Kind, after.Level]);
            string[] columns = ["item", "site", "date", "kind", "level"];
            conditions.Add("(" + string.Join(" OR ", columns.Select((column, at) => "("
                + string.Concat(columns.Take(at).Select((same, before) => $"{same} = ${first + before} AND ")) + $"{column} > ${first + at})")) + ")");
        }

        return (conditions, values);
    }

    private static void Bind(DuckStatement statement, int at, object value) => _ = value switch
    {
        string text => statement.Bind(at, text),
        DateOnly day => statement.Bind(at, day),
        _ => statement.Bind(at, (int)value),
    };

    /// <summary>The table's file as a source; null when there is none.</summary>
    private static string? Source(string stem, string[] measures)
    {
        if (File.Exists(stem + ".parquet")) return $"read_parquet({DuckSql.File(stem + ".parquet")})";
        if (!File.Exists(stem + ".csv")) return null;
        var columns = string.Join(", ", measures.Select(measure => $"'{measure.Trim('\"')}': 'DOUBLE'"));
        return $"read_csv({DuckSql.File(stem + ".csv")}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', parallel = false, "
            + $"columns = {{'item': 'VARCHAR', 'site': 'VARCHAR', 'date': 'DATE', 'kind': 'VARCHAR', 'level': 'INTEGER', {columns}}})";
    }

    private static double? Number(DuckReader reader, int column, int row)
    {
        if (reader.IsNull(column, row)) return null;
        var value = reader.Values<double>(column)[row];
        return double.IsFinite(value) ? value : throw Beyond();
    }

    internal static InputException Beyond() => new("a quantity becomes greater than a number can be: give smaller ones", column: "quantity");
}
