namespace SecretMagic.Storage.Tenancy;

/// <summary>Which rows of a table.</summary>
public sealed record RowsWanted
{
    /// <summary>The series; null for all.</summary>
    public string? Series { get; init; }

    /// <summary>The first time; null for the first there is.</summary>
    public DateTime? From { get; init; }

    /// <summary>The last time; null for the last there is.</summary>
    public DateTime? To { get; init; }

    /// <summary>Only the last row of each series.</summary>
    public bool IsLatest { get; init; }

    /// <summary>The most rows.</summary>
    public int Limit { get; init; } = 1_000;
}
