using System.Text.Json;
using System.Text.Json.Serialization;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Wire;

/// <summary>Ids, names and schedules as their written form, also as keys.</summary>
internal sealed class TextJson<T> : JsonConverter<T> where T : struct, IText<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);

    private static T Parse(string? text) => T.TryParse(text, out var value, out var refusal) ? value : throw new JsonException(refusal);
}
