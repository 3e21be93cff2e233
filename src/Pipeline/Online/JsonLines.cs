using System.Text;
using System.Text.Json;

namespace SecretMagic.Pipeline;

/// <summary>Rows as JSON, an object a line, written as the CSV that says the same: a row is one line lower there, for the header.</summary>
internal static class JsonLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>True for what is called .ndjson or .jsonl.</summary>
    public static bool IsName(string path) =>
        path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes those of the wanted columns that a line has; a line without one has no value there, as with null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">The columns that are looked at; null for all that there are.</param>
    /// <param name="csv">Where it is written.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="InputException">A line is no such object; it is named.</exception>
    public static void ToCsv(string path, IReadOnlyCollection<string>? wanted, string csv, CancellationToken token)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path);
        var there = new OrderedDictionary<string, bool>();
        Read(path, (row, _) => Find(row, there), token);
        string[] columns = wanted is null ? [.. there.Keys] : [.. wanted.Where(there.ContainsKey)];
        if (columns.Length == 0) throw new InputException($"no line has one of {string.Join(", ", wanted ?? ["series_id"])}", path);
        using var output = new StreamWriter(csv, append: false, Strict);
        output.Write(string.Join(',', columns.Select(Quoted)) + "\n");
        Read(
            path,
            (row, line) => output.Write(
                string.Join(',', columns.Select(column => row.TryGetProperty(column, out var value) ? Cell(value, path, line, column) : "")) + "\n"),
            token);
    }

    private static void Find(JsonElement row, OrderedDictionary<string, bool> there)
    {
        foreach (var value in row.EnumerateObject()) there.TryAdd(value.Name, true);
    }

    private static void Read(string path, Action<JsonElement, long> take, CancellationToken token)
    {
        var line = 0L;
        try
        {
            foreach (var text in File.ReadLines(path, Strict))
            {
                token.ThrowIfCancellationRequested();
                line++;
                using var row = JsonDocument.Parse(text);
                if (row.RootElement.ValueKind != JsonValueKind.Object) throw new InputException("the line is no JSON object", path, line);
                take(row.RootElement, line);
            }
        }
        catch (JsonException)
        {
            throw new InputException("the line is no JSON object: one a line, and no line is empty", path, line);
        }
        catch (InvalidOperationException)
        {
            throw new InputException("a text holds half a character (a lone surrogate)", path, line);
        }
        catch (DecoderFallbackException)
        {
            throw new InputException("the text is not UTF-8; convert the file, for example with iconv -f LATIN1 -t UTF-8", path);
        }
    }

    private static string Cell(JsonElement value, string path, long line, string column) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => throw new InputException("is a list or an object; one value is needed", path, line, column),
    };

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
