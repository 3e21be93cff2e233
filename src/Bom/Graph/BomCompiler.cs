using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>Lines and items into a graph: check, number, order by level, group by component.</summary>
internal static class BomCompiler
{
    internal static BomCompilation Run(ReadOnlySpan<BomLine> lines, ReadOnlySpan<BomItem> items)
    {
        var findings = new List<BomFinding>();
        foreach (var item in items) ValueRules.Check(item, findings);
        var table = new ItemTable(items, items.Length + lines.Length / 8, findings);
        var edges = Read(lines, table, findings, out var twins);
        var count = table.Count;

        // Rank: items in the order of their codes, then the twins in that order.
        var ranked = Ranked(table, twins);
        var rank = new int[count];
        for (var place = 0; place < count; place++) rank[ranked[place]] = place;
        edges.Renumber(rank);

        var (start, child, days) = edges.ByParent(count);
        var levels = Levels.Of(start, child, days, DayRange.Always);
        List<DayRange> stretches = [DayRange.Always];
        if (levels.Reached < count)
        {
            var found = CycleSearch.Run(count, Remainder(edges, levels.Longest), node => table.Codes[ranked[node]]);
            if (!found.Cycles.IsEmpty) return new BomCompilation(null, Sorted(findings), found.Cycles);
            stretches = found.Stretches;
        }

        if (findings.Exists(finding => finding.IsError)) return new BomCompilation(null, Sorted(findings), []);
        var parts = stretches.ConvertAll(stretch => (stretch, stretches.Count == 1 ? levels : Levels.Of(start, child, days, stretch)));
        return new BomCompilation(Build(table, ranked, twins, edges, parts), Sorted(findings), []);
    }

    private static LineTable Read(ReadOnlySpan<BomLine> lines, ItemTable table, List<BomFinding> findings, out int[] twins)
    {
        var edges = new LineTable(lines.Length);
        for (var at = 0; at < lines.Length; at++)
        {
            ref readonly var line = ref lines[at];
            ValueRules.Check(line, findings);
            var (parent, component) = table.Add(line);
            edges.Set(at, parent, component, line, table.Planned(parent));
        }

        // Items are numbered to the end only now, and twins come after them.
        var items = table.Codes.Count;
        foreach (ref var component in edges.Child.AsSpan())
            if (component < 0) component = items - 1 - component;
        twins = new int[table.Twins.Count];
        foreach (var (item, twin) in table.Twins) twins[twin] = item;
        return edges;
    }

    private static int[] Ranked(ItemTable table, int[] twins)
    {
        var ordered = table.Codes.Ordered();
        if (twins.Length == 0) return ordered;
        var place = new int[ordered.Length];
        for (var i = 0; i < ordered.Length; i++) place[ordered[i]] = i;
        return [.. ordered, .. Enumerable.Range(0, twins.Length).OrderBy(twin => place[twins[twin]]).Select(twin => ordered.Length + twin)];
    }

    private static CycleEdge[] Remainder(LineTable edges, int[] level)
    {
        var inside = new List<CycleEdge>();
        for (var e = 0; e < edges.Count; e++)
            if (level[edges.Parent[e]] < 0)
                inside.Add(new CycleEdge(edges.Parent[e], edges.Child[e], edges.Origin[e], edges.Days?[e] ?? DayRange.Always));
        return [.. inside];
    }

    private static BomGraph Build(ItemTable table, int[] ranked, int[] twins, LineTable edges, List<(DayRange Days, Levels Levels)> parts)
    {
        var count = ranked.Length;
        int[] longest = [.. parts[0].Levels.Longest];
        int[] shortest = [.. parts[0].Levels.Shortest];
        foreach (var (_, levels) in parts[1..])
        {
            for (var item = 0; item < count; item++)
            {
                longest[item] = Math.Max(longest[item], levels.Longest[item]);
                shortest[item] = Math.Min(shortest[item], levels.Shortest[item]);
            }
        }

        var rankOf = Levels.Sorted(longest);
        var rowOf = new int[count];
        for (var row = 0; row < count; row++) rowOf[rankOf[row]] = row;
        var phases = parts.Count == 1
            ? [new BomPhase(DayRange.Always, null)]
            : parts.ConvertAll(part => new BomPhase(part.Days, Array.ConvertAll(Levels.Sorted(part.Levels.Longest), rank => rowOf[rank])));

        edges.Renumber(rowOf);
        var (start, lines) = edges.ByChild(count);
        var hasRecipe = new bool[count];
        foreach (var parent in lines.Parent) hasRecipe[parent] = true;
        var rowOfNumber = new int[count];
        for (var row = 0; row < count; row++) rowOfNumber[ranked[rankOf[row]]] = row;
        var rows = new BomRow[count];
        for (var row = 0; row < count; row++)
        {
            var number = ranked[rankOf[row]];
            var isTwin = number >= table.Codes.Count;
            var item = isTwin ? twins[number - table.Codes.Count] : number;
            rows[row] = new BomRow(
                table.Codes[item], table.Entry(item)?.Name, table.Unit(item), longest[rankOf[row]], shortest[rankOf[row]],
                isTwin ? null : table.Site(item), hasRecipe[row], !isTwin && table.Entry(item) is { Phantom: true },
                isTwin ? rowOfNumber[item] : -1, isTwin ? 1 : table.Planned(item));
        }

        return new BomGraph(rows, table.Codes, rowOfNumber, start, lines, [.. phases]);
    }

    private static ImmutableArray<BomFinding> Sorted(List<BomFinding> findings) =>
        [.. findings.OrderBy(finding => finding.Origin).ThenBy(finding => finding.Message, StringComparer.Ordinal)];
}
