namespace SecretMagic.Features;

/// <summary>What a reader does with an infinite value.</summary>
public enum InfinitePolicy
{
    /// <summary>It is an error naming series and timestamp.</summary>
    Error = 0,

    /// <summary>It becomes a missing value.</summary>
    Null = 1,
}
