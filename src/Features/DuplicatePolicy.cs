namespace SecretMagic.Features;

/// <summary>What a reader does with a second row of one series and timestamp.</summary>
public enum DuplicatePolicy
{
    /// <summary>It is an error.</summary>
    Error = 0,

    /// <summary>The values are added.</summary>
    Sum = 1,

    /// <summary>The last row of the input wins.</summary>
    Last = 2,

    /// <summary>The values are averaged.</summary>
    Mean = 3,
}
