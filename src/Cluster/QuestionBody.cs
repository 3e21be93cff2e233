namespace SecretMagic.Cluster;

/// <summary>A question as it travels: the manifest says which one, the fields what it asks; those that it has not are left out.</summary>
internal sealed record QuestionBody(string Entity)
{
    /// <summary>How old the look at the store may be, in ticks of 100 ns.</summary>
    public long MayBeOld { get; init; }

    public string? Command { get; init; }

    public string? Series { get; init; }

    public DateTimeOffset? AsOf { get; init; }

    public string? After { get; init; }

    public int Limit { get; init; }
}
