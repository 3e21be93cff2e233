namespace SecretMagic.Bom;

/// <summary>What a process yields beside, or instead of, its own item.</summary>
/// <param name="Process">The item that is made.</param>
/// <param name="Item">What comes out.</param>
/// <param name="Quantity">How much of it for <see cref="Per"/> of the process; positive.</param>
public sealed record BomOutput(string Process, string Item, double Quantity)
{
    /// <summary>The quantity of the process that <see cref="Quantity"/> is for; positive.</summary>
    public double Per { get; init; } = 1;

    /// <summary>
    /// True for a co-product: the need for it makes the process run, as often as the most demanding of its co-products asks; what the
    /// others have too much of is their supply. False for a by-product: whatever the process yields is supply of the day, never a reason
    /// to run it.
    /// </summary>
    public bool Drives { get; init; }

    /// <summary>The row in the source.</summary>
    public int Origin { get; init; }
}
