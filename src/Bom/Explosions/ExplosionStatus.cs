namespace SecretMagic.Bom;

/// <summary>Whether a result is whole.</summary>
public enum ExplosionStatus
{
    /// <summary>Everything demanded is exploded down to raw materials.</summary>
    Complete,

    /// <summary>Some items are deeper than <see cref="ExplosionOptions.MaxLevels"/>; what they are made of is missing.</summary>
    Truncated,

    /// <summary>Items in a cycle and below one are left out; everything else is exploded.</summary>
    Isolated,
}
