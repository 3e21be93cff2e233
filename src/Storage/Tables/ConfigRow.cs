using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>A version of a configuration: of a feature type, or of the explosion, whose type is <see cref="Bom"/>.</summary>
public sealed record ConfigRow
{
    /// <summary>The type of the explosion's configuration.</summary>
    public const string Bom = "bom";

    /// <summary>Which configuration.</summary>
    public required string FeatureType { get; init; }

    /// <summary>1, 2, 3 within the client and type.</summary>
    public required int Version { get; init; }

    /// <summary>It is in force.</summary>
    public required bool IsActive { get; init; }

    /// <summary>What is configured: an object.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string CreatedBy { get; init; }
}
