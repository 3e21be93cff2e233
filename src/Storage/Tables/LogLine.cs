using System.Text.Json;

namespace SecretMagic.Storage.Tables;

/// <summary>A line of the program's log as the table has it.</summary>
public sealed record LogLine
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>debug, info, warn, error.</summary>
    public required string Level { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }

    /// <summary>What was thrown.</summary>
    public string? Error { get; init; }

    /// <summary>client_id, batch_id, feature_type, trace_id, as far as they are known.</summary>
    public required JsonElement Context { get; init; }
}
