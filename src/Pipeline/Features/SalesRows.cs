using System.Collections.Immutable;
using SecretMagic.Features;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>The rows of sales, with what is known ahead joined to them, as the view <c>rows</c>: series_id, timestamp (or date), columns of numbers.</summary>
internal static class SalesRows
{
    /// <summary>Loads the inputs and makes the views <c>facts</c>, the rows of sales that count, and <c>rows</c>.</summary>
    /// <exception cref="InputException">A value cannot be read, or the known rows have one key twice.</exception>
    public static void Load(
        DuckConnection connection, InputTable sales, InputTable? known, ImmutableArray<string> columns, DuplicatePolicy duplicates, AsOf asOf,
        RowCut cut, string folder, CancellationToken token)
    {
        var key = new InputField("series_id", sales.IsWhole("series_id") ? "BIGINT" : "VARCHAR");
        var time = sales.IsDate("timestamp") ? InputField.Date("timestamp") : asOf.TimeField("timestamp");
        var given = columns.Where(sales.Columns.Contains).ToArray();
        sales.Load(
            connection, "sales", [key, time, .. asOf.FieldOf(sales), .. given.Select(InputField.Number)], folder, token);
        cut.Apply(connection, "sales", isHistory: true, token);
        sales.RequireKeys(connection, "sales", token);
        asOf.NoteWithout(sales, "its rows count as known at their timestamp");
        var facts = Facts("sales");
        connection.Execute($"CREATE OR REPLACE TEMP VIEW facts AS SELECT * FROM {facts}", token);
        var from = duplicates == DuplicatePolicy.Error ? "facts" : $"({Merged(Facts, given, duplicates)})";
        if (known is not null)
        {
            var ahead = columns.Where(known.Columns.Contains).Where(column => column != "target").ToArray();
            known.Load(
                connection, "known", [key, asOf.TimeField("timestamp"), .. asOf.FieldOf(known), .. ahead.Select(InputField.Number)], folder, token);
            cut.Apply(connection, "known", isHistory: false, token);
            known.RequireKeys(connection, "known", token);
            asOf.NoteWithout(known, "all of its rows count as known");
            var plans = asOf.Versions(connection, known, "known", "known", "series_id, timestamp", token);
            var twice = $"SELECT concat(series_id, ''' at ', timestamp) FROM {plans} GROUP BY series_id, timestamp HAVING count(*) > 1 ORDER BY ALL LIMIT 1";
            if (connection.ScalarText(twice, token) is { } more)
                throw new InputException($"there is more than one row for series '{more}", known.Given, column: "timestamp");
            var values = columns.Select(column => (given.Contains(column), ahead.Contains(column), DuckSql.Identifier(column)) switch
            {
                (true, true, var name) => $"coalesce(s.{name}, k.{name}) AS {name}",
                (true, false, var name) => $"s.{name}",
                (_, _, var name) => $"k.{name}",
            });

            // A series that stands only there is one without history: a product to come.
            from = $"(SELECT series_id, timestamp, {string.Join(", ", values)} FROM {from} s FULL JOIN {plans} k USING (series_id, timestamp))";
        }

        var wanted = string.Join(", ", columns.Select(DuckSql.Identifier));
        connection.Execute($"CREATE OR REPLACE TEMP VIEW rows AS SELECT series_id, timestamp, {wanted} FROM {from}", token);
        asOf.RequireRows(connection, "rows", token);

        string Facts(string rows) => asOf.Versions(connection, sales, "sales", asOf.Happened(rows, "timestamp"), "series_id, timestamp", token);
    }

    /// <summary>
    /// One row a series and timestamp. The policy is for the target; of other columns a sum makes no sense, so they are averaged. Values are added in
    /// the order of the file, which scans keep: the bits do not depend on threads.
    /// </summary>
    private static string Merged(Func<string, string> facts, IReadOnlyCollection<string> columns, DuplicatePolicy policy)
    {
        var place = "place";
        while (columns.Contains(place, StringComparer.OrdinalIgnoreCase)) place += "_";
        var numbered = facts($"(SELECT *, row_number() OVER () AS {place} FROM sales)");
        if (policy == DuplicatePolicy.Last)
            return $"SELECT * EXCLUDE ({place}) FROM {numbered} QUALIFY row_number() OVER (PARTITION BY series_id, timestamp ORDER BY {place} DESC) = 1";
        var merged = columns.Select(column => (column, DuckSql.Identifier(column)) switch
        {
            ("target", var name) when policy == DuplicatePolicy.Sum => $"sum({name} ORDER BY {place}) AS {name}",
            (_, var name) => $"avg({name} ORDER BY {place}) AS {name}",
        });
        return $"SELECT series_id, timestamp, {string.Join(", ", merged)} FROM {numbered} GROUP BY series_id, timestamp";
    }
}
