using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>What <see cref="BomGraph.Compile(BomBook)"/> made of a book.</summary>
/// <param name="Graph">The graph; null when a finding is an error or there is a cycle that is not isolated.</param>
/// <param name="Findings">Everything found, errors and warnings, by source and row.</param>
/// <param name="Cycles">A shortest cycle of every cyclic component, then circles of transfers (<c>item@site</c>).</param>
public sealed record BomCompilation(BomGraph? Graph, ImmutableArray<BomFinding> Findings, ImmutableArray<BomCycle> Cycles)
{
    /// <summary>Every set of items that need each other, with more of its cycles.</summary>
    public ImmutableArray<BomCyclicComponent> Components { get; init; } = [];

    /// <summary>Refuses cyclic recipes.</summary>
    /// <exception cref="BomCyclicDependencyException">There is a cycle.</exception>
    public void ThrowIfCyclic()
    {
        if (!Cycles.IsEmpty) throw new BomCyclicDependencyException(Cycles);
    }
}
