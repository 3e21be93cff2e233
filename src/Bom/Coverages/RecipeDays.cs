namespace SecretMagic.Bom;

/// <summary>On which days of the horizon items with a recipe can be made: those on which a line of it holds.</summary>
internal sealed class RecipeDays
{
    private readonly Dictionary<int, bool[]> _days = [];

    internal RecipeDays(ExplosionPlan plan)
    {
        var graph = plan.Graph;
        var always = new bool[graph.Rows.Length];
        Each((lines, e) => always[lines.Parent[e]] |= lines.DaysOf(e) == DayRange.Always);
        Each((lines, e) =>
        {
            if (always[lines.Parent[e]]) return;
            if (!_days.TryGetValue(lines.Parent[e], out var days)) _days[lines.Parent[e]] = days = new bool[plan.Days];
            var held = plan.InHorizon(lines.DaysOf(e));
            if (!held.IsEmpty) days.AsSpan(held.From, held.To - held.From).Fill(true);
        });

        void Each(Action<LineTable, int> see)
        {
            for (var row = 0; row < always.Length; row++)
            {
                var (lines, first, end) = graph.LinesOf(row);
                if (lines.Days is null) continue;
                for (var e = first; e < end; e++)
                    if (!lines.KindOf(e).HasFlag(LineKind.Yield)) see(lines, e);
            }
        }
    }

    /// <summary>True on days with a recipe; null when that is every day.</summary>
    internal bool[]? Of(int row) => _days.GetValueOrDefault(row);
}
