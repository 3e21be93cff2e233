namespace SecretMagic.Storage.Tables;

/// <summary>What happened to a batch: a line an event.</summary>
public sealed record ProcessingLogRow
{
    /// <summary>1, 2, 3 within the batch.</summary>
    public required long Entry { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>info, warn, error.</summary>
    public required string Level { get; init; }

    /// <summary>What happened.</summary>
    public required string Message { get; init; }
}
