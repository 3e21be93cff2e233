namespace SecretMagic.Features;

/// <summary>What a pooled column holds.</summary>
public enum PooledStatistic
{
    /// <summary>The mean of the known values.</summary>
    Mean = 0,

    /// <summary>Their sum.</summary>
    Sum = 1,

    /// <summary>How many there are.</summary>
    Count = 2,
}
