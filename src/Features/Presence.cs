namespace SecretMagic.Features;

/// <summary>What a row of a series is, beside its value. Stored as text, in lower case with underscores.</summary>
public enum Presence
{
    /// <summary>The target has a value, and it counts.</summary>
    Observed = 0,

    /// <summary>No value since the first one, where a missing value is no sale: a sale of 0.</summary>
    ImpliedZero = 1,

    /// <summary>No value, and nothing says why.</summary>
    Missing = 2,

    /// <summary>The shop is closed.</summary>
    Closed = 3,

    /// <summary>Before the launch or after the delisting.</summary>
    NotListed = 4,

    /// <summary>Nothing was in stock, so what was sold is not what was wanted.</summary>
    StockOut = 5,

    /// <summary>The decaying average says that the product no longer sells.</summary>
    Dead = 6,
}
