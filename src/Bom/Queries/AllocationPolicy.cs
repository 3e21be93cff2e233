namespace SecretMagic.Bom;

/// <summary>Who gets what there is too little of.</summary>
public enum AllocationPolicy
{
    /// <summary>The demands in the order in which they are given, each as much as is left for it.</summary>
    Priority,

    /// <summary>All the same fraction of what they ask; those that lack nothing scarce get more.</summary>
    Proportional,

    /// <summary>All the same quantity, up to what they ask: the smallest share is as large as can be.</summary>
    Fair,
}
