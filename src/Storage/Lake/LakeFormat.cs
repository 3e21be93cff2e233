namespace SecretMagic.Storage.Lake;

/// <summary>The format of a file in the lake.</summary>
public enum LakeFormat
{
    /// <summary>Parquet.</summary>
    Parquet,

    /// <summary>CSV with a header, comma separated, UTF-8; null is an empty field.</summary>
    Csv,
}
