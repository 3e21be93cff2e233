namespace SecretMagic.Bom;

/// <summary>
/// Elementary cycles of a component by Johnson's algorithm (SIAM J. Comput. 4, 1975), without recursion: O(nodes + edges) from one cycle to
/// the next, so a component with 10^12 of them answers as fast as the cap allows.
/// </summary>
internal sealed class ElementaryCycles
{
    /// <summary>Edges of all cycles listed for one component: long cycles are listed fewer times.</summary>
    private const int MostEdges = 1 << 18;

    private readonly CycleGraph _part;
    private readonly bool[] _blocked;
    private readonly bool[] _closed;
    private readonly int[] _next;
    private readonly List<int>?[] _waiting;
    private readonly List<List<int>> _found = [];
    private readonly int _most;
    private int _edges;

    private ElementaryCycles(CycleGraph part, int most)
    {
        _part = part;
        _most = most;
        var nodes = part.Nodes.Length;
        (_blocked, _closed, _next, _waiting) = (new bool[nodes], new bool[nodes], new int[nodes], new List<int>?[nodes]);
    }

    private bool IsFull => _found.Count > _most || _edges > MostEdges;

    /// <summary>Cycles as lists of edges, smallest node first, at most <paramref name="most"/>; and whether there may be more.</summary>
    internal static (List<List<int>> Cycles, bool IsTruncated) Of(CycleGraph part, int most)
    {
        var search = new ElementaryCycles(part, most);
        for (var root = 0; root < part.Nodes.Length && !search.IsFull; root++)
        {
            var component = part.Graph.Components(out var count, root);
            root = Least(part, component, count, root);
            if (root < 0) break;
            search.From(root, component);
        }

        var isTruncated = search._found.Count > most || search._edges > MostEdges;
        if (search._found.Count > most) search._found.RemoveRange(most, search._found.Count - most);
        return (search._found, isTruncated);
    }

    /// <summary>The smallest node from a root on that is in a cycle of nodes from there on; -1 for none.</summary>
    private static int Least(CycleGraph part, int[] component, int count, int root)
    {
        var cyclic = new bool[count];
        for (var e = 0; e < part.Lines.Count; e++)
        {
            var (from, to) = (part.Lines.Parent[e], part.Lines.Child[e]);
            if (from >= root && to >= root && component[from] == component[to]) cyclic[component[from]] = true;
        }

        for (var node = root; node < component.Length; node++)
            if (cyclic[component[node]]) return node;
        return -1;
    }

    private void From(int root, int[] component)
    {
        Array.Clear(_blocked);
        foreach (var list in _waiting) list?.Clear();
        var (start, child) = (_part.Graph.Start, _part.Lines.Child);
        var path = new List<int> { root };
        var edges = new List<int>();
        Enter(root);
        while (path.Count > 0 && !IsFull)
        {
            var node = path[^1];
            if (_next[node] < start[node + 1])
            {
                var e = _next[node]++;
                var target = child[e];
                if (target == root)
                {
                    _found.Add([.. edges, e]);
                    _edges += edges.Count + 1;
                    _closed[node] = true;
                }
                else if (target > root && component[target] == component[root] && !_blocked[target])
                {
                    path.Add(target);
                    edges.Add(e);
                    Enter(target);
                }

                continue;
            }

            Leave(node, root, component);
            path.RemoveAt(path.Count - 1);
            if (path.Count == 0) break;
            edges.RemoveAt(edges.Count - 1);
            if (_closed[node]) _closed[path[^1]] = true;
        }
    }

    private void Enter(int node) => (_blocked[node], _closed[node], _next[node]) = (true, false, _part.Graph.Start[node]);

    private void Leave(int node, int root, int[] component)
    {
        if (_closed[node])
        {
            Unblock(node);
            return;
        }

        for (var e = _part.Graph.Start[node]; e < _part.Graph.Start[node + 1]; e++)
        {
            var target = _part.Lines.Child[e];
            if (target < root || component[target] != component[root]) continue;
            var waiting = _waiting[target] ??= [];
            if (!waiting.Contains(node)) waiting.Add(node);
        }
    }

    private void Unblock(int first)
    {
        var stack = new Stack<int>([first]);
        while (stack.TryPop(out var node))
        {
            if (!_blocked[node]) continue;
            _blocked[node] = false;
            if (_waiting[node] is not { } waiting) continue;
            foreach (var other in waiting) stack.Push(other);
            waiting.Clear();
        }
    }
}
