namespace SecretMagic.Storage.Tables;

/// <summary>A result in the lake as the table has it.</summary>
public sealed record ResultRow
{
    /// <summary>Whose.</summary>
    public required string Client { get; init; }

    /// <summary>features, requirements, coverage.</summary>
    public required string Kind { get; init; }

    /// <summary>The set of columns.</summary>
    public required string SetName { get; init; }

    /// <summary>The folder below the root of the lake, with '/' between folders.</summary>
    public required string Location { get; init; }

    /// <summary>The run that made it.</summary>
    public required string BatchId { get; init; }

    /// <summary>The attempt of the run.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many rows it has.</summary>
    public required long Rows { get; init; }

    /// <summary>SHA-256 of what decides it.</summary>
    public required string Hash { get; init; }

    /// <summary>It is what readers get; else the one before that.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>When it was registered, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
