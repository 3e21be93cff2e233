using System.Text.Json;
using System.Text.Json.Serialization;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Storage.Wire;

/// <summary>A block of rows as its bytes in base64.</summary>
internal sealed class RowBlockJson : JsonConverter<RowBlock>
{
    public override RowBlock Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return RowBlockBytes.Read(reader.GetBytesFromBase64());
        }
        catch (FormatException damaged)
        {
            throw new JsonException(damaged.Message, damaged);
        }
    }

    public override void Write(Utf8JsonWriter writer, RowBlock value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(RowBlockBytes.Write(value));
}
