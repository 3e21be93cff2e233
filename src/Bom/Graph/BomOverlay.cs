namespace SecretMagic.Bom;

/// <summary>
/// A graph with other lines between two items. Rows keep their places, so this works only while all levels stay: then the patched graph is
/// the one that a compilation would give, line by line in the same order.
/// </summary>
internal static class BomOverlay
{
    /// <summary>The same for a compilation, which knows the lines that are replaced; null where only a compilation gives what it would.</summary>
    internal static BomCompilation? Make(BomCompilation compiled, BomBook changed, string parent, string component, ReadOnlySpan<BomLine> lines)
    {
        if (compiled.Graph is not { } graph || !compiled.Cycles.IsEmpty) return null;
        foreach (var old in compiled.Book.Lines)
        {
            if (old.Parent != parent || old.Component != component) continue;
            if (old.Stop || old.Group is not null || old.Chart is not null || old.ProducedAt is not null || !HasUnit(lines, old.Unit)) return null;
            if (compiled.Findings.Any(finding => finding.Source == BomSource.Lines && finding.Origin == old.Origin)) return null;
        }

        var findings = new List<BomFinding>();
        foreach (var line in lines) ValueRules.Check(line, findings);
        return findings.Count == 0 && Make(graph, parent, component, lines) is { } patched ? compiled with { Book = changed, Graph = patched } : null;
    }

    internal static BomGraph? Make(BomGraph graph, string parent, string component, ReadOnlySpan<BomLine> lines)
    {
        var (from, to) = (graph.Row(parent), graph.Row(component));
        if (from < 0 || to < 0 || graph.Phases.Length > 1 || graph.FamilyOf(to) is not null) return null;
        var findings = new List<BomFinding>();
        foreach (var line in lines)
        {
            if (line.Parent != parent || line.Component != component)
                throw new ArgumentException($"The line is of {line.Component} in {line.Parent}, not of {component} in {parent}", nameof(lines));
            ValueRules.Check(line, findings);
            if (findings.Find(finding => finding.IsError) is { } wrong) throw new ArgumentException(wrong.Message, nameof(lines));
            if (line.Stop || line.Group is not null || line.Chart is not null || line.ProducedAt is not null
                || (line.Unit is not null && line.Unit != graph.Rows[to].Unit)) return null;
        }

        var (old, first, end) = graph.LinesOf(to);
        var patch = Join(graph, old, first, end, from, to, lines);
        LinePacking.Merge(patch);
        if (!KeepsLevels(graph, patch, to)) return null;
        var patches = new Dictionary<int, LineTable>(graph.Patches ?? new Dictionary<int, LineTable>()) { [to] = patch };
        var hash = graph.Hash - GraphHash.Of(graph, old, first, end) + GraphHash.Of(graph, patch, 0, patch.Count);
        return new BomGraph(graph, Rows(graph, from, !lines.IsEmpty), patches, graph.Lines - (end - first) + patch.Count, hash);
    }

    /// <summary>The lines into a row, those of one parent replaced; parents in the order of their codes.</summary>
    private static LineTable Join(BomGraph graph, LineTable old, int first, int end, int from, int to, ReadOnlySpan<BomLine> lines)
    {
        var joined = old.Like(0);
        var row = graph.Rows[from];
        var placed = false;
        for (var e = first; e <= end; e++)
        {
            if (!placed && (e == end || string.CompareOrdinal(graph.Rows[old.Parent[e]].Code, row.Code) >= 0))
            {
                placed = true;
                foreach (var line in lines)
                {
                    var at = joined.Add(from, to, 0, line.Origin, line.Consumable ? LineKind.Consumable : LineKind.Need);
                    joined.Set(at, from, to, line, line.IgnoresParentLoss ? 1 : row.Planned);
                    if (line.Fixed != 0) joined.SetFixed(at, line.Fixed);
                    if (SiteRule.Of(line) is { } sites) joined.SetSites(at, sites);
                }
            }

            if (e == end || (old.Parent[e] == from && !old.KindOf(e).HasFlag(LineKind.Yield))) continue;
            joined.AddFrom(old, e);
        }

        return joined;
    }

    /// <summary>A component that no item list names has the unit of its lines.</summary>
    private static bool HasUnit(ReadOnlySpan<BomLine> lines, string? unit)
    {
        var has = unit is null;
        foreach (var line in lines) has |= line.Unit == unit;
        return has;
    }

    private static bool KeepsLevels(BomGraph graph, LineTable lines, int to)
    {
        var (longest, shortest) = (0, int.MaxValue);
        for (var e = 0; e < lines.Count; e++)
        {
            var parent = graph.Rows[lines.Parent[e]];
            (longest, shortest) = (Math.Max(longest, parent.Level + 1), Math.Min(shortest, parent.ShortestLevel + 1));
        }

        return longest == graph.Rows[to].Level && (lines.Count == 0 ? 0 : shortest) == graph.Rows[to].ShortestLevel;
    }

    private static BomRow[] Rows(BomGraph graph, int from, bool adds)
    {
        if (adds == graph.Rows[from].HasRecipe || (!adds && graph.Rows[from].HasRecipe)) return graph.Rows;
        BomRow[] rows = [.. graph.Rows];
        rows[from] = rows[from] with { HasRecipe = adds };
        return rows;
    }
}
