namespace SecretMagic.Bom;

/// <summary>Lines as a directed graph: those of node n are <c>Order[Start[n]..Start[n + 1]]</c>.</summary>
internal sealed class Digraph(int[] start, int[] order, LineTable lines)
{
    private const int Open = -1;

    internal int Nodes => start.Length - 1;

    internal int[] Start => start;

    internal int[] Order => order;

    internal LineTable Lines => lines;

    internal static Digraph Of(LineTable lines, int nodes)
    {
        var (start, order) = lines.ByParent(nodes);
        return new Digraph(start, order, lines);
    }

    /// <summary>The marked nodes and all below them.</summary>
    internal static bool[] Below(bool[] marked, int[] start, int[] order, LineTable lines)
    {
        var below = (bool[])marked.Clone();
        var stack = new Stack<int>();
        for (var node = 0; node < marked.Length; node++)
            if (marked[node]) stack.Push(node);
        while (stack.TryPop(out var node))
        {
            for (var i = start[node]; i < start[node + 1]; i++)
            {
                var child = lines.Child[order[i]];
                if (below[child]) continue;
                below[child] = true;
                stack.Push(child);
            }
        }

        return below;
    }

    /// <summary>
    /// The strongly connected component of every node from <paramref name="first"/> on, the others left out: Tarjan's algorithm with a
    /// stack of its own, so depth is bounded by memory only. O(nodes + edges).
    /// </summary>
    internal int[] Components(out int count, int first = 0)
    {
        var child = lines.Child;
        var component = new int[Nodes];
        var index = new int[Nodes];
        var low = new int[Nodes];
        var next = new int[Nodes];
        var (stack, path) = (new int[Nodes], new int[Nodes]);
        var (open, depth, visited) = (0, 0, 0);
        Array.Fill(component, Open);
        count = 0;
        for (var root = first; root < Nodes; root++)
        {
            if (index[root] != 0) continue;
            var node = root;
            Enter(node);
            while (true)
            {
                if (next[node] < start[node + 1])
                {
                    var target = child[order[next[node]++]];
                    if (target < first) continue;
                    if (index[target] == 0) Enter(node = target);
                    else if (component[target] == Open && index[target] < low[node]) low[node] = index[target];
                    continue;
                }

                if (low[node] == index[node])
                {
                    int member;
                    do component[member = stack[--open]] = count;
                    while (member != node);
                    count++;
                }

                if (--depth == 0) break;
                var parent = path[depth - 1];
                if (low[node] < low[parent]) low[parent] = low[node];
                node = parent;
            }
        }

        return component;

        void Enter(int node)
        {
            index[node] = low[node] = ++visited;
            next[node] = start[node];
            stack[open++] = node;
            path[depth++] = node;
        }
    }
}
