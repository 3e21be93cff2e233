namespace SecretMagic.Bom;

/// <summary>What a line between numbered items means.</summary>
[Flags]
internal enum LineKind : byte
{
    /// <summary>The parent needs the component.</summary>
    Need = 0,

    /// <summary>The parent is a co-product of the component, which runs as often as the most demanding of them asks.</summary>
    Drive = 1,

    /// <summary>The component is a by- or co-product of the parent: its factor is what one of the parent yields, and nothing is needed.</summary>
    Yield = 2,

    /// <summary>A need that never limits how much can be built.</summary>
    Consumable = 4,
}
