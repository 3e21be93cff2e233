using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecretMagic.Pipeline;

/// <summary>How the documents beside results are written: snake_case names, indented, one line end at the end.</summary>
internal static class ResultJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a document; null when there is no such file.</summary>
    /// <exception cref="InputException">The file is not such a document.</exception>
    public static T? Read<T>(string file)
        where T : class
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), Options);
        }
        catch (JsonException problem)
        {
            throw new InputException($"this was not written by secretmagic ({problem.Message}); choose another --output", file);
        }
    }

    /// <summary>Writes a document.</summary>
    public static void Write<T>(string file, T document) => File.WriteAllBytes(file, [.. JsonSerializer.SerializeToUtf8Bytes(document, Options), (byte)'\n']);
}
