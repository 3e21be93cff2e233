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

    /// <summary>What was compiled.</summary>
    public BomBook Book { get; internal init; } = new();

    /// <summary>
    /// What-if: the book with other lines between two items. Where levels stay, the graph is patched and shares its rows with this one
    /// (<see cref="BomGraph.With"/>); where they change, an item is new, or alternates, cards or lines that stop are concerned, the book is
    /// compiled anew. Law: items, lines and version are those of a compilation of the changed book.
    /// </summary>
    /// <param name="parent">The item that is made.</param>
    /// <param name="component">The item it is made of.</param>
    /// <param name="lines">All lines between them; none takes the component out of the recipe.</param>
    /// <exception cref="ArgumentException">A line is of other items.</exception>
    public BomCompilation With(string parent, string component, params ReadOnlySpan<BomLine> lines)
    {
        var book = Book.With(parent, component, lines);
        return BomOverlay.Make(this, book, parent, component, lines) ?? BomGraph.Compile(book);
    }

    /// <summary>Refuses cyclic recipes.</summary>
    /// <exception cref="BomCyclicDependencyException">There is a cycle.</exception>
    public void ThrowIfCyclic()
    {
        if (!Cycles.IsEmpty) throw new BomCyclicDependencyException(Cycles);
    }
}
