namespace SecretMagic.Bom;

/// <summary>How many levels lie below what is demanded: the dishes that an explosion would cut.</summary>
internal static class Heights
{
    /// <summary>The demanded items with more levels below them than are exploded, each with its longest way down.</summary>
    internal static IEnumerable<(string Item, string[] Path)> Beyond(BomGraph graph, BomDemand demand, int maxLevels)
    {
        var plan = new ExplosionPlan(graph, demand, maxLevels);
        var demanded = demand.Series.Where(series => series.Quantities.AsSpan().ContainsAnyExcept(0.0))
            .Select(series => graph.Row(demand.Items[series.Item])).Where(row => row >= 0).Distinct().ToArray();
        var told = new HashSet<int>();
        foreach (var phase in graph.Phases)
        {
            var days = plan.InHorizon(phase.Days);
            if (days.IsEmpty) continue;
            var (height, below) = Of(plan, phase, days);
            foreach (var row in demanded)
            {
                if (height[row] <= maxLevels || !told.Add(row)) continue;
                var path = new List<string> { graph.Rows[row].Code };
                for (var next = below[row]; next >= 0; next = below[next]) path.Add(graph.Rows[next].Code);
                yield return (path[0], [.. path]);
            }
        }
    }

    /// <summary>The levels below each row in a phase, and the row through which the longest way leads.</summary>
    private static (int[] Height, int[] Below) Of(ExplosionPlan plan, BomPhase phase, DayRange days)
    {
        var graph = plan.Graph;
        var (height, below) = (new int[graph.Rows.Length], new int[graph.Rows.Length]);
        Array.Fill(below, -1);
        for (var place = height.Length - 1; place >= 0; place--)
        {
            var row = phase.Row(place);
            var (lines, first, end) = graph.LinesOf(row);
            for (var e = first; e < end; e++)
            {
                if (lines.KindOf(e).HasFlag(LineKind.Yield) || (lines.Days is not null && plan.InHorizon(lines.Days[e]).Clip(days).IsEmpty)) continue;
                var parent = lines.Parent[e];
                if (height[row] + 1 > height[parent]) (height[parent], below[parent]) = (height[row] + 1, row);
            }
        }

        return (height, below);
    }
}
