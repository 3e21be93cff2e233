namespace SecretMagic.Storage.Lake;

/// <summary>How the pages of a Parquet file are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Snappy.</summary>
    Snappy,

    /// <summary>Zstandard, level 1.</summary>
    Zstd,
}
