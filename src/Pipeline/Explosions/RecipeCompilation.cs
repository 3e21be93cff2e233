using System.Collections.Immutable;
using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>A recipe book that was read and compiled.</summary>
/// <param name="Book">What the files say.</param>
/// <param name="Compiled">What became of it.</param>
/// <param name="Findings">Its findings, in file and line.</param>
internal sealed record RecipeCompilation(BomBook Book, BomCompilation Compiled, ImmutableArray<RecipeFinding> Findings)
{
    /// <summary>The graph.</summary>
    /// <exception cref="InputException">A finding is an error; the message has all of them, and the cycles.</exception>
    /// <exception cref="BomCyclicDependencyException">The recipes need themselves.</exception>
    public BomGraph Graph()
    {
        RecipeBook.Refuse(Findings, Compiled.Graph is null ? Compiled.Cycles : []);
        if (Compiled.Graph is null) Compiled.ThrowIfCyclic();
        return Compiled.Graph!;
    }

    /// <summary>Every code that the book names, and those given, each once and in order.</summary>
    public ImmutableArray<string> Codes(IEnumerable<string> others)
    {
        var codes = new HashSet<string>(others, StringComparer.Ordinal);
        foreach (var line in Book.Lines)
        {
            codes.Add(line.Parent);
            codes.Add(line.Component);
        }

        foreach (var item in Book.Items) codes.Add(item.Code);
        foreach (var output in Book.Outputs)
        {
            codes.Add(output.Process);
            codes.Add(output.Item);
        }

        return [.. codes.Order(StringComparer.Ordinal)];
    }

    /// <summary>Every site that the book names, and those given, each once and in order.</summary>
    public ImmutableArray<string> Sites(IEnumerable<string> others)
    {
        var sites = new HashSet<string>(others, StringComparer.Ordinal);
        foreach (var line in Book.Lines)
            if (line.ProducedAt is { } place) sites.Add(place);
        foreach (var item in Book.Items)
            if (item.ProducedAt is { } place) sites.Add(place);
        foreach (var route in Book.Routes)
        {
            sites.Add(route.Site);
            sites.Add(route.From);
        }

        return [.. sites.Order(StringComparer.Ordinal)];
    }
}
