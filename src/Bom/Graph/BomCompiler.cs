using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>A book into a graph: check, number, order by level, group by component.</summary>
internal static class BomCompiler
{
    internal static BomCompilation Run(BomBook book)
    {
        var findings = new List<BomFinding>();
        var transfers = new List<BomCycle>();
        var units = new UnitTable(book.Conversions, findings);
        var read = new BookReader(book, units, findings);
        var supplies = BomSupply.Read(book.Routes, read.Items, findings, transfers);
        var edges = read.Edges;
        var count = read.Items.Count;

        // Rank: items in the order of their codes, then the twins in that order.
        var ranked = Ranked(read);
        var rank = new int[count];
        for (var place = 0; place < count; place++) rank[ranked[place]] = place;
        edges.Renumber(rank);

        var (start, order) = edges.ByParent(count);
        var levels = Levels.Of(start, order, edges, DayRange.Always);
        List<DayRange> stretches = [DayRange.Always];
        bool[]? isolated = null;
        var found = CycleSearch.Result.None;
        if (levels.Reached < count)
        {
            found = CycleSearch.Run(new Digraph(start, order, edges), node => read.Items.Codes[ranked[node]], book.MaxCycles);
            stretches = found.Stretches;
            if (found.Cyclic is not null && book.Cycles == CycleDetection.Isolate)
            {
                isolated = Digraph.Below(found.Cyclic, start, order, edges);
                edges = edges.Without(isolated);
                (start, order) = edges.ByParent(count);
                levels = Levels.Of(start, order, edges, DayRange.Always);
                if (levels.Reached == count) stretches = [DayRange.Always];
            }
        }

        ImmutableArray<BomCycle> cycles = [.. found.Cycles, .. transfers];
        var family = read.HasFamilies ? Families(read, rank) : null;
        var isBroken = (!cycles.IsEmpty && isolated is null) || !transfers.IsEmpty() || findings.Exists(finding => finding.IsError);
        var parts = isBroken ? [] : stretches.ConvertAll(stretch =>
            (stretch, stretches.Count == 1 && family is null ? levels : Levels.Of(start, order, edges, stretch, family)));
        if (family is not null && parts.Exists(part => part.Item2.Reached < count))
            findings.Add(new BomFinding(0, "family", true, "Alternates or co-products are made of each other: what stands together must not need itself"));
        if (parts.Count > 1 && read.Items.HasLeads(book))
            findings.Add(new BomFinding(0, "swap", true,
                $"Items change places in recipes on {stretches[1].FirstDay:yyyy-MM-dd}, and lead or transfer days are given: what is needed"
                + " before such a day for what is made after it has no order; split the horizon there"));
        var graph = isBroken || findings.Exists(finding => finding.IsError)
            ? null
            : Build(read, supplies, ranked, edges, order, parts, isolated, family);
        return new BomCompilation(graph, Sorted(findings), cycles) { Components = found.Components };
    }

    private static bool IsEmpty(this List<BomCycle> cycles) => cycles.Count == 0;

    private static int[] Ranked(BookReader read)
    {
        var ordered = CodeOrder.Of(read.Items.Codes.Codes);
        if (read.Twins.Length == 0) return ordered;
        var place = new int[ordered.Length];
        for (var i = 0; i < ordered.Length; i++) place[ordered[i]] = i;
        return [.. ordered, .. Enumerable.Range(0, read.Twins.Length).OrderBy(twin => place[read.Twins[twin]]).Select(twin => ordered.Length + twin)];
    }

    /// <summary>For each rank the rank that stands for those settled together with it.</summary>
    private static int[] Families(BookReader read, int[] rank)
    {
        var family = new int[rank.Length];
        for (var item = 0; item < rank.Length; item++) family[rank[item]] = rank[item < read.Items.Codes.Count ? read.FamilyOf(item) : item];
        return family;
    }

    private static BomGraph Build(
        BookReader read, Dictionary<string, BomSupply> supplies, int[] ranked, LineTable edges, int[] byParent,
        List<(DayRange Days, Levels Levels)> parts, bool[]? isolated, int[]? family)
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

        var (start, lines) = LinePacking.Pack(edges, byParent, rowOf);
        var hasRecipe = new bool[count];
        for (var e = 0; e < lines.Count; e++)
            if (!lines.KindOf(e).HasFlag(LineKind.Yield)) hasRecipe[lines.Parent[e]] = true;
        var rowOfNumber = new int[count];
        for (var row = 0; row < count; row++) rowOfNumber[ranked[rankOf[row]]] = row;
        var items = read.Items;
        var rows = new BomRow[count];
        for (var row = 0; row < count; row++)
        {
            var number = ranked[rankOf[row]];
            var isTwin = number >= items.Codes.Count;
            var item = isTwin ? read.Twins[number - items.Codes.Count] : number;
            var entry = items.Entry(item);
            var supply = isTwin ? null : supplies.GetValueOrDefault(items.Codes[item]);
            if (!isTwin && supply is null && items.Site(item) is { } site) supply = new BomSupply(site, entry?.TransferDays ?? 0, []);
            rows[row] = new BomRow(
                items.Codes[item], entry, items.Unit(item), longest[rankOf[row]], shortest[rankOf[row]],
                supply, hasRecipe[row], isTwin ? rowOfNumber[item] : -1, isTwin ? 1 : items.Planned(item));
        }

        var alternates = read.Alternates.ConvertAll(group => group.Renumbered(rowOfNumber));
        return new BomGraph(rows, items.Codes, rowOfNumber, start, lines, [.. phases])
        {
            Families = family is null
                ? null
                : BomFamily.Of(
                    Array.ConvertAll(rankOf, rank => rowOf[family[rank]]),
                    [.. alternates.OrderBy(group => rows[group.Parent].Code, StringComparer.Ordinal)], lines),
            Isolated = isolated is null ? [] : [.. Enumerable.Range(0, count).Where(rank => isolated[rank] && ranked[rank] < items.Codes.Count)
                .Select(rank => items.Codes[ranked[rank]]).Order(StringComparer.Ordinal)],
        };
    }

    private static ImmutableArray<BomFinding> Sorted(List<BomFinding> findings) =>
        [.. findings.OrderBy(finding => finding.Source).ThenBy(finding => finding.Origin).ThenBy(finding => finding.Message, StringComparer.Ordinal)];
}
