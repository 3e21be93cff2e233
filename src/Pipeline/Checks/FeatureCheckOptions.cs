namespace SecretMagic.Pipeline;

/// <summary>What a check of a result looks at.</summary>
public sealed record FeatureCheckOptions
{
    /// <summary>The folder of the result.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// What the result was made from, where it stands now: input, feature set, files beside them, <see cref="FeatureBatchOptions.AsOf"/>. Client, country,
    /// layout, horizon and format are those of the result.
    /// </summary>
    public required FeatureBatchOptions Source { get; init; }

    /// <summary>How many rows are computed once more from what was there up to their time; 0 for none.</summary>
    public int SampledRows { get; init; } = 200;

    /// <summary>Which rows these are: the same number, the same rows.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many differences are told one by one; all are counted.</summary>
    public int Shown { get; init; } = 20;
}
