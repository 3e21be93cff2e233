using System.Text.RegularExpressions;
using SecretMagic.Storage.Duck;

namespace SecretMagic.Pipeline;

/// <summary>The rows that DuckDB's CSV reader turned down in the last scan of a connection, as a message with file, line and column.</summary>
internal static partial class CsvRejects
{
    /// <summary>How many rows are collected before reading goes on without collecting.</summary>
    public const int Limit = 1000;

    /// <summary>Throws for the first row turned down, if there is one, and forgets all of them.</summary>
    /// <exception cref="InputException">At least one row was turned down.</exception>
    public static void Throw(DuckConnection connection, IReadOnlyList<InputField> fields, CancellationToken token)
    {
        InputException? problem = null;
        using (var reader = connection.Query(
            """
            SELECT file_path, line, coalesce(column_name, ''), error_type::VARCHAR, error_message, count(*) OVER ()
            FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
            ORDER BY file_path, line, column_idx LIMIT 1
            """, token))
        {
            if (reader.Next(token) && reader.Rows > 0)
            {
                var column = reader.Text(2, 0);
                var field = fields.FirstOrDefault(candidate => candidate.Name == column);
                var what = Explain(reader.Text(3, 0), reader.Text(4, 0), field);
                var more = reader.Values<long>(5)[0] - 1;
                var others = more == 0 ? "" : more >= Limit - 1 ? $" (and at least {more} more)" : $" (and {more} more)";
                problem = new InputException(what + others, reader.Text(0, 0), reader.Values<long>(1)[0], column.Length == 0 ? null : column);
            }
        }

        connection.Execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans", token);
        if (problem is not null) throw problem;
    }

    private static string Explain(string type, string message, InputField field)
    {
        switch (type)
        {
            case "CAST":
                var value = QuotedValue().Match(message) is { Success: true } found ? found.Groups["value"].Value : "";
                var hint = field.Type is "DOUBLE" or "BIGINT" ? WrittenNumber.Hint(value) : "";
                return $"'{Shorten(value)}' is not {field.Expected ?? "readable"}{hint}";
            case "MISSING COLUMNS" or "TOO MANY COLUMNS":
                var counts = Counts().Matches(message);
                if (counts.Count != 2) return message;
                var split = type == "TOO MANY COLUMNS" ? "; a value that holds the delimiter, such as \"1,5\", needs quotes" : "";
                return $"the line has {counts[1].Value} fields, the header {counts[0].Value}{split}";
            case "INVALID ENCODING" or "INVALID UNICODE":
                return "the text is not UTF-8; convert the file, for example with iconv -f LATIN1 -t UTF-8";
            case "LINE SIZE OVER MAXIMUM":
                return "the line is longer than 2,000,000 bytes; is a quote or a line end missing?";
            case "UNQUOTED VALUE":
                return "a quoted field is not closed, or text follows its closing quote";
            default:
                return message;
        }
    }

    private static string Shorten(string value) => value.Length <= 60 ? value : value[..60] + "...";

    [GeneratedRegex("Could not convert string \"(?<value>.*)\" to", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedValue();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Counts();
}
