using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecretMagic.Domain.Clients;

/// <summary>
/// A configuration: a JSON object in its canonical form, without spaces and with sorted keys. Two documents are equal when they say the same; numbers
/// are the same when they are written the same.
/// </summary>
public readonly record struct ConfigDocument : IText<ConfigDocument>
{
    /// <summary>The longest document, in characters.</summary>
    public const int MaxLength = 65_536;

    private const int MaxDepth = 32;
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    // People read the stored text with psql: letters of all languages stay letters.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth + 1 };

    private readonly string? _value;

    private ConfigDocument(string value) => _value = value;

    /// <summary>The canonical JSON.</summary>
    public string Value => _value ?? throw new InvalidOperationException("The configuration was never given.");

    /// <inheritdoc/>
    public static bool TryParse(string? text, out ConfigDocument value, [NotNullWhen(false)] out string? refusal)
    {
        value = default;
        refusal = text is null or "" ? "The configuration is empty: give a JSON object."
            : text.Length > MaxLength ? $"The configuration has {text.Length} characters: at most {MaxLength} are allowed."
            : null;
        if (refusal is not null) return false;
        try
        {
            using var document = JsonDocument.Parse(text!, Reading);
            refusal = document.RootElement.ValueKind != JsonValueKind.Object
                ? $"The configuration is a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}: give an object, {{ ... }}."
                : Unstorable(document.RootElement);
            if (refusal is not null) return false;
            value = new ConfigDocument(Canonical(document.RootElement));
            return true;
        }
        catch (JsonException wrong)
        {
            refusal = $"The configuration is no JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}: "
                + FreeText.Cleaned(wrong.Message, 160);
            return false;
        }
        catch (InvalidOperationException)
        {
            // The reader finds half of a character only when the text is read.
            refusal = "The configuration has a text with half of a character, a lone \\ud800 to \\udfff: remove it.";
            return false;
        }
    }

    /// <inheritdoc cref="IText{TSelf}.Parse"/>
    public static ConfigDocument Parse(string? text) => TryParse(text, out var value, out var refusal) ? value : throw new FormatException(refusal);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Canonical(JsonElement element)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Writing)) Write(element, writer);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(item, writer);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>PostgreSQL's JSON holds no NUL, no half of a character, and no number beyond numeric.</summary>
    private static string? Unstorable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(property => Text(property.Name) ?? Unstorable(property.Value)).FirstOrDefault(IsWrong),
        JsonValueKind.Array => element.EnumerateArray().Select(Unstorable).FirstOrDefault(IsWrong),
        JsonValueKind.String => Text(element.GetString()!),
        JsonValueKind.Number => double.IsFinite(element.GetDouble()) && element.GetRawText().Length <= 40
            ? null
            : $"The configuration has the number {FreeText.Shown(element.GetRawText())}: give one within 1e308 and 40 characters.",
        _ => null,
    };

    private static bool IsWrong(string? refusal) => refusal is not null;

    private static string? Text(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? $"The configuration has the text {FreeText.Shown(text)} with a NUL: remove it."
        : null;
}
