using SecretMagic.Series;

namespace SecretMagic.Storage.Parquet;

/// <summary>Where a column chunk stands in its file, and what the footer says of it. Sizes include the headers of pages.</summary>
internal sealed record ChunkMetadata
{
    public required BlockColumn Column { get; init; }

    /// <summary>Where its first page begins, the dictionary when there is one.</summary>
    public required long Start { get; init; }

    /// <summary>Where its first page of values begins.</summary>
    public required long Data { get; init; }

    public required bool HasDictionary { get; init; }

    /// <summary>True when there are pages without a dictionary.</summary>
    public required bool HasPlain { get; init; }

    public required bool IsCompressed { get; init; }

    public required long UncompressedBytes { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Rows, nulls included.</summary>
    public required long Rows { get; init; }

    public required long Nulls { get; init; }

    /// <summary>The least and the greatest value; null when they are not known.</summary>
    public required (byte[] Least, byte[] Greatest)? Range { get; init; }
}
