namespace SecretMagic.Bom;

/// <summary>How deep below what is demanded items lie in a phase, and which of them are not exploded because that is too deep.</summary>
internal readonly record struct Depths(int Deepest, bool[]? Cut)
{
    /// <summary>One pass over the lines in the order of the phase. A row that is cut passes no depth on.</summary>
    internal static Depths Of(ExplosionPlan plan, BomPhase phase, DayRange days, bool[] demanded, int maxLevels)
    {
        var graph = plan.Graph;
        var depth = new int[demanded.Length];
        bool[]? explodes = null;
        bool[]? cut = null;
        var deepest = 0;
        for (var place = 0; place < depth.Length; place++)
        {
            var row = phase.Row(place);
            var deep = demanded[row] ? 0 : -1;
            var (lines, first, end) = graph.LinesOf(row);
            for (var e = first; e < end; e++)
            {
                var parent = lines.Parent[e];
                if (depth[parent] >= deep && Holds(lines, e) && depth[parent] >= 0 && cut?[parent] is not true) deep = depth[parent] + 1;
            }

            depth[row] = deep;
            deepest = Math.Max(deepest, deep);
            if (deep >= maxLevels && (explodes ??= Explodes())[row]) (cut ??= new bool[depth.Length])[row] = true;
        }

        return new Depths(deepest, cut);

        bool[] Explodes()
        {
            var parents = new bool[depth.Length];
            for (var row = 0; row < depth.Length; row++)
            {
                var (lines, first, end) = graph.LinesOf(row);
                for (var e = first; e < end; e++)
                    if (Holds(lines, e)) parents[lines.Parent[e]] = true;
            }

            return parents;
        }

        bool Holds(LineTable lines, int e) =>
            !lines.KindOf(e).HasFlag(LineKind.Yield) && (lines.Days is null || !plan.InHorizon(lines.Days[e]).Clip(days).IsEmpty);
    }
}
