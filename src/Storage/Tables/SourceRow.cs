using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>What a work of a client is computed from, where a batch does not say.</summary>
public sealed record SourceRow
{
    /// <summary>features, bom.</summary>
    public required string Work { get; init; }

    /// <summary>The value of each option of the work.</summary>
    public required JsonElement WorkOrder { get; init; }

    /// <summary>When it was chosen, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string UpdatedBy { get; init; }
}
