namespace SecretMagic.Bom;

/// <summary>At most one tech card of an item holds on a day at a site.</summary>
internal static class ChartRules
{
    internal static void Check(ReadOnlySpan<BomLine> lines, List<int> charted, List<BomFinding> findings)
    {
        var seen = new HashSet<(string, string, DayRange, string)>();
        var charts = new Dictionary<string, List<(string Chart, int Origin, DayRange Days, SiteRule? Sites)>>(StringComparer.Ordinal);
        foreach (var at in charted)
        {
            ref readonly var line = ref lines[at];
            var (days, sites) = (DayRange.Of(line.ValidFrom, line.ValidTo), SiteRule.Of(line));
            if (line.Parent is null || !seen.Add((line.Parent, line.Chart!, days, SiteRule.Text(sites)))) continue;
            if (!charts.TryGetValue(line.Parent, out var known)) charts.Add(line.Parent, known = []);
            foreach (var other in known)
            {
                if (other.Chart == line.Chart || days.Clip(other.Days).IsEmpty || !SiteRule.Meet(sites, other.Sites)) continue;
                var both = days.Clip(other.Days);
                findings.Add(new BomFinding(
                    line.Origin, "chart", true,
                    $"Line {line.Origin} ({line.Parent} of {line.Component}): card {line.Chart} overlaps card {other.Chart} of line {other.Origin}"
                    + $" from {both.FirstDay?.ToString("yyyy-MM-dd") ?? "the beginning"} to {both.LastDay?.ToString("yyyy-MM-dd") ?? "the end"};"
                    + " an item has one card on a day at a site")
                { Item = line.Parent, IsOfRecipe = true });
                break;
            }

            known.Add((line.Chart!, line.Origin, days, sites));
        }
    }
}
