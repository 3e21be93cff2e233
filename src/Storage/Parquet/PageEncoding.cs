namespace SecretMagic.Storage.Parquet;

/// <summary>The encodings of parquet.thrift that are written here, with their numbers.</summary>
internal enum PageEncoding
{
    /// <summary>Values as they are.</summary>
    Plain = 0,

    /// <summary>Runs and bit-packed groups: levels.</summary>
    RunLength = 3,

    /// <summary>The same, of codes into the dictionary.</summary>
    Dictionary = 8,
}
