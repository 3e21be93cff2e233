using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// A graph cut into parts between which there is no line: each row in one of them, with its level, its lines and its place among the others. O(lines) for all
/// together.
/// </summary>
internal static class GraphParts
{
    /// <summary>Cuts a compiled graph.</summary>
    /// <param name="graph">The graph, without patches.</param>
    /// <param name="partOf">The part of each row; -1 for rows that nobody asks for.</param>
    /// <param name="parts">How many parts.</param>
    internal static BomGraph[] Of(BomGraph graph, int[] partOf, int parts)
    {
        var rows = Array.ConvertAll(new int[parts], _ => new List<int>());
        var place = new int[partOf.Length];
        Array.Fill(place, -1);
        for (var row = 0; row < partOf.Length; row++)
        {
            if (partOf[row] < 0) continue;
            place[row] = rows[partOf[row]].Count;
            rows[partOf[row]].Add(row);
        }

        var orders = graph.Phases.Select(phase => phase.Order is null ? null : Divide(phase.Order, partOf, place, parts)).ToArray();
        var families = new Dictionary<int, BomFamily>[parts];
        foreach (var family in graph.Families?.Values.Distinct() ?? [])
        {
            if (partOf[family.Rows[0]] is not (var part and >= 0)) continue;
            var renumbered = Renumbered(family, place);
            foreach (var row in renumbered.Rows) (families[part] ??= []).Add(row, renumbered);
        }

        return [.. Enumerable.Range(0, parts).Select(part => Part(
            graph, rows[part], place, [.. graph.Phases.Select((phase, at) => new BomPhase(phase.Days, orders[at]?[part]))], families[part]))];
    }

    private static BomGraph Part(BomGraph graph, List<int> rows, int[] place, ImmutableArray<BomPhase> phases, Dictionary<int, BomFamily>? families)
    {
        var codes = new CodeTable(rows.Count);
        var rowOf = new List<int>(rows.Count);
        var taken = new BomRow[rows.Count];
        var start = new int[rows.Count + 1];
        for (var row = 0; row < rows.Count; row++)
        {
            var source = graph.Rows[rows[row]];
            taken[row] = source.IsTwin ? source with { TwinOf = place[source.TwinOf] } : source;
            start[row + 1] = start[row] + graph.Start[rows[row] + 1] - graph.Start[rows[row]];
            if (source.IsTwin) continue;
            codes.Add(source.Code);
            rowOf.Add(row);
        }

        var lines = graph.Table.Like(start[^1]);
        for (var row = 0; row < rows.Count; row++)
        {
            var first = graph.Start[rows[row]];
            for (var at = start[row]; at < start[row + 1]; at++) lines.Take(at, graph.Table, first + at - start[row]);
        }

        lines.Renumber(place);
        return new BomGraph(taken, codes, [.. rowOf], start, lines, phases) { Families = families };
    }

    private static int[][] Divide(int[] order, int[] partOf, int[] place, int parts)
    {
        var divided = Array.ConvertAll(new int[parts], _ => new List<int>());
        foreach (var row in order)
            if (partOf[row] >= 0) divided[partOf[row]].Add(place[row]);
        return Array.ConvertAll(divided, rows => rows.ToArray());
    }

    private static BomFamily Renumbered(BomFamily family, int[] place) => new(
        Array.ConvertAll(family.Rows, row => place[row]), [.. family.Groups.Select(group => group.Renumbered(place))],
        [.. family.Processes.Select(process => process.Select(product => (place[product.Row], product.Runs)).ToImmutableArray())]);
}
