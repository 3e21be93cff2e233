namespace SecretMagic.Bom;

/// <summary>Where an item comes from at a site.</summary>
public enum SupplyKind
{
    /// <summary>It has no recipe: a raw material.</summary>
    Bought,

    /// <summary>It is made here; its components are required here.</summary>
    Produced,

    /// <summary>It is produced at another site and is a requirement of that site on the same day, too.</summary>
    Transferred,

    /// <summary>Taken from the item's own stock by a line that stops, not exploded.</summary>
    FromStock,

    /// <summary>A dish that could not be exploded, in the coverage of a partial explosion: nothing is known of what it needs.</summary>
    Failed,
}
