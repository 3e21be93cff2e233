namespace SecretMagic.Storage.Lake;

/// <summary>How a file is written.</summary>
public sealed record LakeOptions
{
    /// <summary>The format; Parquet by default.</summary>
    public LakeFormat Format { get; init; } = LakeFormat.Parquet;

    /// <summary>
    /// Rows of a Parquet row group. Its encoded pages, a third of the values' size as a rule, are held in memory for every file that is being written.
    /// </summary>
    public int RowGroupRows { get; init; } = 524_288;
}
