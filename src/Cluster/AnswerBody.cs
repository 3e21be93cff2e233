using System.Text.Json;

namespace SecretMagic.Cluster;

/// <summary>An answer as it travels.</summary>
internal sealed record AnswerBody
{
    public long? Version { get; init; }

    /// <summary>The manifest of the state, as it is stored.</summary>
    public string? Manifest { get; init; }

    /// <summary>The state, as it is stored.</summary>
    public JsonElement? State { get; init; }

    public string? Series { get; init; }

    public long Period { get; init; }

    /// <summary>The feature set of a plan, as it was written.</summary>
    public string? Definition { get; init; }

    public string? Country { get; init; }

    /// <summary>Numbers by their bits, little-endian, so that a NaN keeps its reason.</summary>
    public byte[]? Values { get; init; }

    public string[]? Names { get; init; }
}
