using System.Text.Json;
using System.Text.Json.Serialization;
using SecretMagic.Domain;

namespace SecretMagic.Storage.Wire;

/// <summary>A stamp as <c>[command, who, when]</c>, when in microseconds since 1970, UTC.</summary>
internal sealed class StampJson : JsonConverter<Stamp>
{
    public override Stamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var parts = JsonDocument.ParseValue(ref reader);
        if (parts.RootElement is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() != 3)
            throw new JsonException("A stamp is [command, who, when].");
        var when = DateTimeOffset.UnixEpoch.AddTicks(array[2].GetInt64() * TimeSpan.TicksPerMicrosecond);
        return CommandId.TryParse(array[0].GetString(), out var command, out var refusal)
            && Stamp.TryCreate(command, array[1].GetString(), when, out var stamp, out refusal) ? stamp : throw new JsonException(refusal);
    }

    public override void Write(Utf8JsonWriter writer, Stamp value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Command.Value);
        writer.WriteStringValue(value.Who);
        writer.WriteNumberValue((value.When - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        writer.WriteEndArray();
    }
}
