using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>A stock divided among demands.</summary>
/// <param name="Shares">What each demand gets, in the order in which they were given.</param>
/// <param name="Scarce">The materials that all demands together ask too much of, by code.</param>
public sealed record BomAllocation(ImmutableArray<BomShare> Shares, ImmutableArray<BomAllocation.Scarcity> Scarce)
{
    /// <summary>
    /// A material of which there is too little for all. It binds where all of it is used; of another, demands that something else limits
    /// leave a rest.
    /// </summary>
    /// <param name="Item">The material.</param>
    /// <param name="Need">What the whole demand needs of it, after stock of what is made of it.</param>
    /// <param name="Stock">What there is of it.</param>
    /// <param name="Used">What the shares take of it.</param>
    public sealed record Scarcity(string Item, double Need, double Stock, double Used);
}
