using System.Text.Json;
using System.Text.Json.Serialization;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Storage.Wire;

/// <summary>A configuration as the JSON object that it is, not as a text with quotes escaped.</summary>
internal sealed class ConfigJson : JsonConverter<ConfigDocument>
{
    public override ConfigDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return ConfigDocument.TryParse(document.RootElement.GetRawText(), out var value, out var refusal) ? value : throw new JsonException(refusal);
    }

    public override void Write(Utf8JsonWriter writer, ConfigDocument value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Value, skipInputValidation: true);
}
