using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// Finds cycles of edges that hold together on some day. Components that are cyclic only when days are ignored are split at the days on
/// which their edges begin and end, and each stretch is judged alone.
/// </summary>
internal sealed class CycleSearch
{
    private readonly LineTable _lines;
    private readonly Func<int, string> _name;
    private readonly int _most;
    private readonly bool[] _cyclic;
    private readonly List<BomCyclicComponent> _components = [];
    private readonly SortedSet<int> _changes = [];

    private CycleSearch(Digraph graph, Func<int, string> name, int most)
    {
        (_lines, _name, _most, _cyclic) = (graph.Lines, name, Math.Max(1, most), new bool[graph.Nodes]);
        foreach (var edges in CyclicParts(graph))
        {
            var days = edges.SelectMany(e => new[] { _lines.DaysOf(e).From, _lines.DaysOf(e).To }).ToHashSet();
            _changes.UnionWith(days);
            var stretches = DayRange.Split(days);
            foreach (var stretch in stretches)
            {
                if (stretches.Count == 1) Report(edges);
                else Report(graph.Nodes, edges.FindAll(e => _lines.DaysOf(e).Covers(stretch)));
            }
        }
    }

    internal static Result Run(Digraph graph, Func<int, string> name, int most)
    {
        var search = new CycleSearch(graph, name, most);
        ImmutableArray<BomCyclicComponent> components =
        [
            .. search._components.DistinctBy(part => (part.Cycles[0].ToString(), part.Cycles[0].FirstDay, part.Cycles[0].LastDay))
                .OrderBy(part => part.Cycles[0].Path[0], StringComparer.Ordinal)
                .ThenBy(part => part.Cycles[0].ToString(), StringComparer.Ordinal).ThenBy(part => part.Cycles[0].FirstDay),
        ];
        return new Result(
            [.. components.Select(part => part.Cycles[0])], components, components.IsEmpty ? null : search._cyclic, DayRange.Split(search._changes));
    }

    /// <summary>The edges within each cyclic component; a component of one node is cyclic when it has an edge to itself.</summary>
    private static List<List<int>> CyclicParts(Digraph graph)
    {
        var component = graph.Components(out var count);
        var parts = new List<int>?[count];
        foreach (var e in graph.Order)
        {
            var part = component[graph.Lines.Parent[e]];
            if (part == component[graph.Lines.Child[e]]) (parts[part] ??= []).Add(e);
        }

        return [.. parts.Where(part => part is not null).Select(part => part!)];
    }

    private void Report(int nodes, List<int> edges)
    {
        if (edges.Count == 0) return;
        var effective = new LineTable(0);
        foreach (var e in edges) effective.Add(_lines.Parent[e], _lines.Child[e], 0, e, LineKind.Need);
        foreach (var part in CyclicParts(Digraph.Of(effective, nodes))) Report(part.ConvertAll(at => effective.Origin[at]));
    }

    private void Report(List<int> edges)
    {
        var part = new CycleGraph(_lines, edges);
        foreach (var node in part.Nodes) _cyclic[node] = true;
        var shortest = ShortestCycle.Of(part);
        var (others, isTruncated) = ElementaryCycles.Of(part, _most);
        var cycles = new List<List<int>> { shortest };
        cycles.AddRange(others.Where(cycle => !cycle.SequenceEqual(shortest)).Take(_most - 1));
        _components.Add(new BomCyclicComponent(
            [.. part.Nodes.Select(_name)], [.. cycles.Select(cycle => Describe(part, cycle))],
            isTruncated || others.Count > cycles.Count, Suggest(part, cycles)));
    }

    private BomCycle Describe(CycleGraph part, List<int> cycle)
    {
        var days = DayRange.Always;
        foreach (var e in cycle) days = days.Clip(_lines.DaysOf(part.Line[e]));
        return new BomCycle(
            [.. cycle.Append(cycle[0]).Select(e => _name(part.Nodes[part.Lines.Parent[e]]))],
            [.. cycle.Select(e => _lines.Origin[part.Line[e]])], days.FirstDay, days.LastDay);
    }

    private BomEdge Suggest(CycleGraph part, List<List<int>> cycles)
    {
        var counts = new int[part.Lines.Count];
        foreach (var cycle in cycles)
            foreach (var e in cycle) counts[e]++;
        var most = Array.IndexOf(counts, counts.Max());
        var line = part.Line[most];
        var days = _lines.DaysOf(line);
        return new BomEdge(
            _name(part.Nodes[part.Lines.Parent[most]]), _name(part.Nodes[part.Lines.Child[most]]), _lines.Origin[line],
            days.FirstDay, days.To == int.MaxValue ? null : DateOnly.FromDayNumber(days.To));
    }

    /// <summary>What was found.</summary>
    /// <param name="Cycles">A shortest cycle of each component.</param>
    /// <param name="Components">The components.</param>
    /// <param name="Cyclic">The nodes in one of them; null for none.</param>
    /// <param name="Stretches">Stretches of days between which the order of nodes may have to change.</param>
    internal sealed record Result(
        ImmutableArray<BomCycle> Cycles, ImmutableArray<BomCyclicComponent> Components, bool[]? Cyclic, List<DayRange> Stretches)
    {
        internal static Result None { get; } = new([], [], null, [DayRange.Always]);
    }
}
