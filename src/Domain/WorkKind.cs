namespace SecretMagic.Domain;

/// <summary>What a batch computes and what is scheduled. The numbers and names are stored.</summary>
public enum WorkKind
{
    /// <summary>Features of series.</summary>
    Features = 1,

    /// <summary>The explosion of recipes.</summary>
    Bom = 2,
}
