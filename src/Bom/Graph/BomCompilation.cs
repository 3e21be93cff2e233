using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>What <see cref="BomGraph.Compile"/> made of lines and items.</summary>
/// <param name="Graph">The graph; null when a finding is an error or there is a cycle.</param>
/// <param name="Findings">Everything found, errors and warnings, by source line.</param>
/// <param name="Cycles">A shortest cycle of every cyclic component.</param>
public sealed record BomCompilation(BomGraph? Graph, ImmutableArray<BomFinding> Findings, ImmutableArray<BomCycle> Cycles)
{
    /// <summary>Refuses cyclic recipes.</summary>
    /// <exception cref="BomCyclicDependencyException">There is a cycle.</exception>
    public void ThrowIfCyclic()
    {
        if (!Cycles.IsEmpty) throw new BomCyclicDependencyException(Cycles);
    }
}
