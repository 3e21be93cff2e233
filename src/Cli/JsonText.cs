using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecretMagic.Cli;

/// <summary>Answers as JSON, for scripts: names in snake case, as in the files that the program writes.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an answer and ends the line.</summary>
    public static void Write<T>(TextWriter output, T answer) => output.WriteLine(JsonSerializer.Serialize(answer, Options));
}
