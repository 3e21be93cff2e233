using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// Finds cycles of edges that hold together on some day. Components that are cyclic only when days are ignored are split at the days on
/// which their edges begin and end, and each stretch is judged alone.
/// </summary>
internal static class CycleSearch
{
    /// <summary>
    /// Edges visited in search of the shortest cycle of one component. The path through its smallest code is always completed; a component
    /// too large to try every start reports the shortest path found within the budget.
    /// </summary>
    internal const int Budget = 1 << 25;

    /// <summary>Cycles, and the days at which the order of nodes may have to change because edges of a component begin or end.</summary>
    internal readonly record struct Result(ImmutableArray<BomCycle> Cycles, List<DayRange> Stretches);

    internal static Result Run(int nodes, CycleEdge[] edges, Func<int, string> name)
    {
        var cycles = new List<BomCycle>();
        var changes = new SortedSet<int>();
        foreach (var inside in CyclicParts(nodes, edges))
        {
            var days = inside.SelectMany(edge => new[] { edge.Days.From, edge.Days.To }).ToHashSet();
            changes.UnionWith(days);
            foreach (var stretch in DayRange.Split(days))
            {
                var effective = inside.Where(edge => edge.Days.Covers(stretch)).ToArray();
                if (effective.Length > 0) cycles.AddRange(Shortest(effective, name));
            }
        }

        var distinct = cycles.DistinctBy(cycle => (cycle.ToString(), cycle.FirstDay, cycle.LastDay))
            .OrderBy(cycle => cycle.Path[0], StringComparer.Ordinal).ThenBy(cycle => cycle.ToString(), StringComparer.Ordinal)
            .ThenBy(cycle => cycle.FirstDay);
        return new Result([.. distinct], DayRange.Split(changes));
    }

    private static IEnumerable<BomCycle> Shortest(CycleEdge[] edges, Func<int, string> name)
    {
        int[] nodes = [.. edges.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().Order()];
        int Local(int node) => Array.BinarySearch(nodes, node);
        CycleEdge[] local = [.. edges.Select(edge => edge with { From = Local(edge.From), To = Local(edge.To) })];
        foreach (var inside in CyclicParts(nodes.Length, local))
            yield return Describe(ShortestPath(nodes.Length, inside), node => name(nodes[node]));
    }

    /// <summary>The edges within each cyclic component; a component of one node is cyclic when it has an edge to itself.</summary>
    private static List<CycleEdge[]> CyclicParts(int nodes, CycleEdge[] edges)
    {
        var component = new Digraph(nodes, edges).Components(out var count);
        var parts = new List<CycleEdge>?[count];
        foreach (var edge in edges)
            if (component[edge.From] == component[edge.To]) (parts[component[edge.From]] ??= []).Add(edge);
        return [.. parts.Where(part => part is not null).Select(part => part!.ToArray())];
    }

    /// <summary>
    /// Breadth first from every node in turn, through larger nodes only: the shortest cycle is found from its smallest node, and starts
    /// there.
    /// </summary>
    private static List<CycleEdge> ShortestPath(int nodes, CycleEdge[] edges)
    {
        var graph = new Digraph(nodes, edges);
        var seen = new int[nodes];
        var depth = new int[nodes];
        var arrival = new int[nodes];
        var queue = new int[nodes];
        var best = new List<CycleEdge>();
        var visits = 0;
        for (var start = 0; start < nodes && (best.Count != 1) && (best.Count == 0 || visits < Budget); start++)
        {
            var (head, tail, found) = (0, 1, false);
            (queue[0], depth[start], seen[start]) = (start, 0, start + 1);
            while (head < tail && !found)
            {
                var node = queue[head++];
                if (best.Count > 0 && depth[node] + 1 >= best.Count) break;
                for (var e = graph.Start[node]; e < graph.Start[node + 1]; e++, visits++)
                {
                    var target = graph.Edges[e].To;
                    if (target == start)
                    {
                        best = Trace(graph, arrival, e, start);
                        found = true;
                        break;
                    }

                    if (target < start || seen[target] == start + 1) continue;
                    (seen[target], depth[target], arrival[target]) = (start + 1, depth[node] + 1, e);
                    queue[tail++] = target;
                }
            }
        }

        return best;
    }

    private static List<CycleEdge> Trace(Digraph graph, int[] arrival, int last, int start)
    {
        var path = new List<CycleEdge> { graph.Edges[last] };
        while (path[^1].From != start) path.Add(graph.Edges[arrival[path[^1].From]]);
        path.Reverse();
        return path;
    }

    private static BomCycle Describe(List<CycleEdge> path, Func<int, string> name)
    {
        var days = path.Aggregate(DayRange.Always, (days, edge) => days.Clip(edge.Days));
        return new BomCycle(
            [.. path.Select(edge => name(edge.From)), name(path[0].From)],
            [.. path.Select(edge => edge.Origin)], days.FirstDay, days.LastDay);
    }
}
