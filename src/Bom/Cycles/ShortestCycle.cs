namespace SecretMagic.Bom;

/// <summary>
/// The shortest cycle of a component, breadth first from every node in turn through larger nodes only: it is found from its smallest node,
/// and starts there. Of several the one with the smallest first node.
/// </summary>
internal static class ShortestCycle
{
    /// <summary>
    /// Edges visited in search of the shortest cycle of one component. The path through its smallest code is always completed; a component
    /// too large to try every start reports the shortest path found within the budget.
    /// </summary>
    internal const int Budget = 1 << 22;

    /// <summary>The edges of the cycle, in its order.</summary>
    internal static List<int> Of(CycleGraph part)
    {
        var (start, child, nodes) = (part.Graph.Start, part.Lines.Child, part.Nodes.Length);
        var seen = new int[nodes];
        var depth = new int[nodes];
        var arrival = new int[nodes];
        var queue = new int[nodes];
        var best = new List<int>();
        var visits = 0;
        var least = HasSelf(part) ? 1 : 2;
        for (var root = 0; root < nodes && best.Count != least && (best.Count == 0 || visits < Budget); root++)
        {
            var (head, tail, found) = (0, 1, false);
            (queue[0], depth[root], seen[root]) = (root, 0, root + 1);
            while (head < tail && !found)
            {
                var node = queue[head++];
                if (best.Count > 0 && depth[node] + 1 >= best.Count) break;
                for (var e = start[node]; e < start[node + 1]; e++, visits++)
                {
                    var target = child[e];
                    if (target == root)
                    {
                        best = Trace(part, arrival, e, root);
                        found = true;
                        break;
                    }

                    if (target < root || seen[target] == root + 1) continue;
                    (seen[target], depth[target], arrival[target]) = (root + 1, depth[node] + 1, e);
                    queue[tail++] = target;
                }
            }
        }

        return best;
    }

    private static bool HasSelf(CycleGraph part)
    {
        for (var e = 0; e < part.Lines.Count; e++)
            if (part.Lines.Parent[e] == part.Lines.Child[e]) return true;
        return false;
    }

    private static List<int> Trace(CycleGraph part, int[] arrival, int last, int root)
    {
        var path = new List<int> { last };
        while (part.Lines.Parent[path[^1]] != root) path.Add(arrival[part.Lines.Parent[path[^1]]]);
        path.Reverse();
        return path;
    }
}
