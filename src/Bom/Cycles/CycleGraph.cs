namespace SecretMagic.Bom;

/// <summary>
/// One cyclic component, its nodes numbered anew in the order of their codes: the edges of node n, one to each neighbour, in the order of
/// neighbours. <see cref="Line"/> is the line of an edge in the whole graph.
/// </summary>
internal sealed class CycleGraph
{
    internal CycleGraph(LineTable lines, List<int> edges)
    {
        Nodes = [.. edges.Select(e => lines.Parent[e]).Distinct().Order()];
        var number = new Dictionary<int, int>(Nodes.Length);
        for (var node = 0; node < Nodes.Length; node++) number[Nodes[node]] = node;
        var kept = edges.ConvertAll(e => (From: number[lines.Parent[e]], To: number[lines.Child[e]], lines.Origin[e], Line: e));
        kept.Sort();
        Lines = new LineTable(0);
        var line = new List<int>();
        for (var i = 0; i < kept.Count; i++)
        {
            if (i > 0 && kept[i].From == kept[i - 1].From && kept[i].To == kept[i - 1].To) continue;
            Lines.Add(kept[i].From, kept[i].To, 0, 0, LineKind.Need);
            line.Add(kept[i].Line);
        }

        Line = [.. line];
        Graph = Digraph.Of(Lines, Nodes.Length);
    }

    /// <summary>The nodes in the whole graph.</summary>
    internal int[] Nodes { get; }

    /// <summary>The edges, in the order of <see cref="Digraph.Order"/>, which is their own.</summary>
    internal LineTable Lines { get; }

    internal int[] Line { get; }

    internal Digraph Graph { get; }
}
