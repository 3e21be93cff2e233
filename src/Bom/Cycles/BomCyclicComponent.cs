using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>Items that need each other on some day.</summary>
/// <param name="Members">Their codes, in order.</param>
/// <param name="Cycles">Cycles among them: a shortest one first, then others as they are found.</param>
/// <param name="IsTruncated">True when there may be more cycles than were listed.</param>
/// <param name="Suggestion">The edge on most of the listed cycles: without it the most of them are gone.</param>
public sealed record BomCyclicComponent(
    ImmutableArray<string> Members, ImmutableArray<BomCycle> Cycles, bool IsTruncated, BomEdge Suggestion);
