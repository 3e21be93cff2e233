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
    public static ImmutableArray<BomCycle> Find(ReadOnlySpan<BomEdge> edges) => [.. Components(edges).Select(part => part.Cycles[0])];

    /// <summary>The cyclic components themselves, each with up to <paramref name="most"/> cycles.</summary>
    public static ImmutableArray<BomCyclicComponent> Components(ReadOnlySpan<BomEdge> edges, int most = 100)
    {
        var codes = new CodeTable(edges.Length / 4);
        var lines = new LineTable(edges.Length);
        for (var at = 0; at < edges.Length; at++)
        {
            (lines.Parent[at], lines.Child[at], lines.Origin[at]) = (codes.Add(edges[at].From), codes.Add(edges[at].To), edges[at].Origin);
            var days = DayRange.Of(edges[at].ValidFrom, edges[at].ValidTo);
            if (days != DayRange.Always) lines.SetDays(at, days);
        }

        var ranked = CodeOrder.Of(codes.Codes);
        var rank = new int[ranked.Length];
        for (var place = 0; place < rank.Length; place++) rank[ranked[place]] = place;
        lines.Renumber(rank);
        return CycleSearch.Run(Digraph.Of(lines, codes.Count), node => codes[ranked[node]], most).Components;
    }

    /// <summary>True for a circle of transfers, whose path is of items at sites.</summary>
    internal bool IsOfTransfers { get; init; }

    /// <summary>The path as people read it: <c>A -> B -> C -> A</c>.</summary>
    public override string ToString() => string.Join(" -> ", Path);
}
