using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>A closed path of edges that hold together on some day.</summary>
/// <param name="Path">The codes along it, the smallest (ordinal) first and again at the end: A, B, C, A.</param>
/// <param name="Origins">The source lines of its edges, one fewer than codes.</param>
/// <param name="FirstDay">The first day on which all its edges hold; null when they always did.</param>
/// <param name="LastDay">The last such day; null when there is none.</param>
public sealed record BomCycle(ImmutableArray<string> Path, ImmutableArray<int> Origins, DateOnly? FirstDay, DateOnly? LastDay)
{
    /// <summary>
    /// A shortest cycle of every cyclic component, for each stretch of days over which the component looks different. Time and memory grow
    /// with edges, times the number of such stretches; in a component too large to try every start the path is a short one, not surely the
    /// shortest.
    /// </summary>
    public static ImmutableArray<BomCycle> Find(ReadOnlySpan<BomEdge> edges)
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var edge in edges)
        {
            codes.Add(edge.From);
            codes.Add(edge.To);
        }

        string[] names = [.. codes];
        var numbered = new CycleEdge[edges.Length];
        for (var i = 0; i < edges.Length; i++)
        {
            var from = Array.BinarySearch(names, edges[i].From, StringComparer.Ordinal);
            var to = Array.BinarySearch(names, edges[i].To, StringComparer.Ordinal);
            numbered[i] = new CycleEdge(from, to, edges[i].Origin, DayRange.Of(edges[i].ValidFrom, edges[i].ValidTo));
        }

        return CycleSearch.Run(names.Length, numbered, node => names[node]).Cycles;
    }

    /// <summary>The path as people read it: <c>A -> B -> C -> A</c>.</summary>
    public override string ToString() => string.Join(" -> ", Path);
}
