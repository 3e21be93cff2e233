using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>A client as the table has it.</summary>
public sealed record ClientRow
{
    /// <summary>Its id.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>active, suspended, archived.</summary>
    public required string Status { get; init; }

    /// <summary>prefixed_tables, dedicated_db, shared.</summary>
    public required string TenantMode { get; init; }

    /// <summary>Where its data is being moved to; null when it is not.</summary>
    public string? MovingTo { get; init; }

    /// <summary>An object of two booleans, feature_engineering and bom_explosion.</summary>
    public required JsonElement FeaturesEnabled { get; init; }

    /// <summary>How many changes altered the output.</summary>
    public required int ConfigRevision { get; init; }

    /// <summary>Somebody stands for this revision.</summary>
    public required bool ConfigConfirmed { get; init; }

    /// <summary>When it was confirmed, UTC.</summary>
    public DateTimeOffset? ConfigConfirmedAt { get; init; }

    /// <summary>Who confirmed it.</summary>
    public string? ConfigConfirmedBy { get; init; }

    /// <summary>How it is written to.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>How it is called.</summary>
    public string? ContactPhone { get; init; }

    /// <summary>When it was registered, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
