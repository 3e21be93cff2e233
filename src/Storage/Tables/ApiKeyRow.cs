using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecretMagic.Storage.Tables;

/// <summary>A key to the API as the table has it.</summary>
public sealed record ApiKeyRow
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Whom it is for.</summary>
    public required string Name { get; init; }

    /// <summary>reader, operator, admin.</summary>
    public required string Role { get; init; }

    /// <summary>It opens every client's data.</summary>
    public required bool AllClients { get; init; }

    /// <summary>The ids of the clients whose data it opens: an array.</summary>
    public required JsonElement Clients { get; init; }

    /// <summary>SHA-256 of the secret, in hexadecimal; for no answer.</summary>
    [JsonIgnore]
    public string SecretHash { get; init; } = "";

    /// <summary>When it ends, UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, UTC.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string IssuedBy { get; init; }
}
