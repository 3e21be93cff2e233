namespace SecretMagic.Bom;

/// <summary>Which input a finding is about.</summary>
public enum BomSource
{
    /// <summary>The lines of recipes.</summary>
    Lines,

    /// <summary>The items.</summary>
    Items,

    /// <summary>The conversions between units.</summary>
    Conversions,

    /// <summary>The by- and co-products.</summary>
    Outputs,

    /// <summary>The routes between sites.</summary>
    Routes,

    /// <summary>The demand.</summary>
    Demand,

    /// <summary>The stock.</summary>
    Stock,
}
