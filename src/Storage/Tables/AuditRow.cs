using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecretMagic.Storage.Tables;

/// <summary>A change: who, when, what, from which value to which.</summary>
public sealed record AuditRow
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string Who { get; init; }

    /// <summary>What was changed, <c>client:acme</c>.</summary>
    public required string Entity { get; init; }

    /// <summary>The number of the change within the entity.</summary>
    public required long Version { get; init; }

    /// <summary>The kind of change, <c>client.renamed</c>.</summary>
    public required string What { get; init; }

    /// <summary>The command behind it.</summary>
    public required string CommandId { get; init; }

    /// <summary>The event as it is stored.</summary>
    internal JsonElement Payload { get; init; }

    /// <summary>The value that was replaced; null when there was none.</summary>
    public JsonElement? Before => Payload.TryGetProperty("was", out var was) && was.ValueKind != JsonValueKind.Null ? was : null;

    /// <summary>What is said of the change otherwise.</summary>
    public JsonObject After => new(Payload.EnumerateObject().Where(property => property.Name != "was")
        .Select(property => KeyValuePair.Create(property.Name, JsonNode.Parse(property.Value.GetRawText()))));
}
