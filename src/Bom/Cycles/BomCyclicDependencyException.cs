using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>Recipes that need themselves. The message names every cycle found: <c>BOM cycle: A -> B -> C -> A</c>, one a line.</summary>
public sealed class BomCyclicDependencyException(ImmutableArray<BomCycle> cycles)
    : Exception(string.Join('\n', cycles.Select(cycle => $"BOM cycle: {cycle}")))
{
    /// <summary>A shortest cycle of every cyclic component.</summary>
    public ImmutableArray<BomCycle> Cycles => cycles;
}
