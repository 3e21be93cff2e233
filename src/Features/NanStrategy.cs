namespace SecretMagic.Features;

/// <summary>What a missing value of the input means.</summary>
public enum NanStrategy
{
    /// <summary>Unknown: left out of windows, the state of a recurrence stays.</summary>
    Missing = 0,

    /// <summary>No sale: from the first known value of the series on it counts as 0 with weight 1, so averages decay.</summary>
    Decay = 1,
}
