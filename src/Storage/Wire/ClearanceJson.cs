using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Storage.Wire;

/// <summary>A clearance as <c>acme@4</c>, client and revision: given by the client's entity, checked again by the batch's.</summary>
internal sealed class ClearanceJson : JsonConverter<Clearance>
{
    public override Clearance Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.GetString() ?? "").Split('@') is [var name, var text] && TenantId.TryParse(name, out var client, out _)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new Clearance(client, revision)
            : throw new JsonException("A clearance is CLIENT@REVISION.");

    public override void Write(Utf8JsonWriter writer, Clearance value, JsonSerializerOptions options) =>
        writer.WriteStringValue($"{value.Client.Value}@{value.Revision}");
}
