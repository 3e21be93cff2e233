namespace SecretMagic.Features;

/// <summary>Why a feature has no value. Stored: bit <c>reason - 1</c> of a row's <c>history_state</c> stands for the reason.</summary>
public enum NanReason : byte
{
    /// <summary>There is a value.</summary>
    None = 0,

    /// <summary>The feature reaches before the first row of the series, or has not yet seen enough values since the first known
    /// one.</summary>
    Warmup = 1,

    /// <summary>The window lies inside the history but holds too few known values, or the last known value is too old.</summary>
    TooFewValid = 2,

    /// <summary>The value that is looked at is itself missing, or the row lies after the last known value.</summary>
    Missing = 3,

    /// <summary>A decaying value fell below <c>dead_below</c>: the product no longer sells.</summary>
    Dead = 4,

    /// <summary>The product is not listed: before its launch or after its delisting.</summary>
    NotListed = 5,

    /// <summary>The formula has no value here: 0 / 0, or a result that is not finite in the type of the column.</summary>
    Undefined = 6,
}
