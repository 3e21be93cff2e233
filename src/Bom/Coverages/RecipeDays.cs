namespace SecretMagic.Bom;

/// <summary>On which days of the horizon items with a recipe can be made: those on which a line of it holds.</summary>
internal sealed class RecipeDays
{
    private readonly Dictionary<int, bool[]> _days = [];

    internal RecipeDays(ExplosionPlan plan)
    {
        var lines = plan.Graph.Table;
        if (lines.Days is null) return;
        var always = new bool[plan.Graph.Rows.Length];
        for (var e = 0; e < lines.Count; e++)
            if (lines.Days[e] == DayRange.Always) always[lines.Parent[e]] = true;
        for (var e = 0; e < lines.Count; e++)
        {
            if (always[lines.Parent[e]]) continue;
            if (!_days.TryGetValue(lines.Parent[e], out var days)) _days[lines.Parent[e]] = days = new bool[plan.Days];
            var held = plan.InHorizon(lines.Days[e]);
            if (!held.IsEmpty) days.AsSpan(held.From, held.To - held.From).Fill(true);
        }
    }

    /// <summary>True on days with a recipe; null when that is every day.</summary>
    internal bool[]? Of(int row) => _days.GetValueOrDefault(row);
}
