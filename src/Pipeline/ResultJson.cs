using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecretMagic.Pipeline;

/// <summary>How documents beside results and answers for scripts are written: snake_case names, indented, one line end at the end.</summary>
public static class ResultJson
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

    /// <summary>Reads a document that this program wrote and that is as it was.</summary>
    internal static T Of<T>(string text)
        where T : class => JsonSerializer.Deserialize<T>(text, Options)!;

    /// <summary>A document as text, without a line end.</summary>
    public static string Text<T>(T document) => JsonSerializer.Serialize(document, Options);

    /// <summary>Writes a document.</summary>
    public static void Write<T>(string file, T document) => File.WriteAllBytes(file, [.. JsonSerializer.SerializeToUtf8Bytes(document, Options), (byte)'\n']);
}
