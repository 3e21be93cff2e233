namespace SecretMagic.Bom;

/// <summary>A directed graph by source node: the edges of node n are <c>Edges[Start[n]..Start[n + 1]]</c>, by target and origin.</summary>
internal sealed class Digraph
{
    internal Digraph(int nodes, CycleEdge[] edges)
    {
        Nodes = nodes;
        Edges = edges;
        Array.Sort(Edges);
        Start = new int[nodes + 1];
        foreach (var edge in edges) Start[edge.From + 1]++;
        for (var node = 0; node < nodes; node++) Start[node + 1] += Start[node];
    }

    internal int Nodes { get; }

    internal CycleEdge[] Edges { get; }

    internal int[] Start { get; }

    /// <summary>
    /// The strongly connected component of every node, by Tarjan's algorithm with a stack of its own, so depth is bounded by memory only.
    /// O(nodes + edges).
    /// </summary>
    internal int[] Components(out int count)
    {
        const int Open = -1;
        var component = new int[Nodes];
        var index = new int[Nodes];
        var low = new int[Nodes];
        var next = new int[Nodes];
        var stack = new Stack<int>();
        var path = new Stack<int>();
        Array.Fill(component, Open);
        var visited = 0;
        count = 0;
        for (var root = 0; root < Nodes; root++)
        {
            if (index[root] != 0) continue;
            path.Push(root);
            while (path.TryPeek(out var node))
            {
                if (index[node] == 0)
                {
                    index[node] = low[node] = ++visited;
                    next[node] = Start[node];
                    stack.Push(node);
                }

                if (next[node] < Start[node + 1])
                {
                    var target = Edges[next[node]++].To;
                    if (index[target] == 0) path.Push(target);
                    else if (component[target] == Open) low[node] = Math.Min(low[node], index[target]);
                    continue;
                }

                path.Pop();
                if (path.TryPeek(out var parent)) low[parent] = Math.Min(low[parent], low[node]);
                if (low[node] != index[node]) continue;
                int member;
                do component[member = stack.Pop()] = count;
                while (member != node);
                count++;
            }
        }

        return component;
    }
}
