namespace SecretMagic.Bom;

/// <summary>
/// One day at one site as a vector: requirements of a demand, level by level, against a stock. Only rows below what is demanded are
/// visited, so it may run hundreds of times.
/// </summary>
internal sealed class DaySweep
{
    private readonly BomGraph _graph;
    private readonly BomDay _day;
    private readonly int[] _rows;
    private readonly double[] _need;
    private readonly double[] _made;

    internal DaySweep(BomGraph graph, BomDay day, IEnumerable<int> demanded)
    {
        (_graph, _day) = (graph, day);
        (_need, _made) = (new double[graph.Rows.Length], new double[graph.Rows.Length]);
        var reached = new bool[graph.Rows.Length];
        foreach (var row in demanded) reached[row] = true;
        if (graph.Families is not null)
            foreach (var row in graph.Families.Keys) reached[row] = true;
        var rows = new List<int>();
        foreach (var row in day.Order)
        {
            var (lines, first, end) = graph.LinesOf(row);
            for (var e = first; e < end && !reached[row]; e++) reached[row] = reached[lines.Parent[e]] && day.Holds(lines, e);
            if (reached[row]) rows.Add(row);
        }

        _rows = [.. rows];
    }

    /// <summary>What is needed of each row, in the order of the graph.</summary>
    internal ReadOnlySpan<double> Need => _need;

    /// <summary>What of it is not taken from stock.</summary>
    internal ReadOnlySpan<double> Made => _made;

    internal ReadOnlySpan<int> Rows => _rows;

    /// <summary>Explodes a demand by row against a stock by row.</summary>
    internal void Run(ReadOnlySpan<double> demand, ReadOnlySpan<double> stock)
    {
        foreach (var row in _rows)
        {
            var (lines, first, end) = _graph.LinesOf(row);
            var (need, runs) = (demand[row], 0.0);
            for (var e = first; e < end; e++)
            {
                var made = _made[lines.Parent[e]];
                if (made == 0 || !_day.Holds(lines, e)) continue;
                if (lines.KindOf(e).HasFlag(LineKind.Drive)) runs = Math.Max(runs, lines.Factor[e] * made);
                else need = Math.FusedMultiplyAdd(lines.Factor[e], made, need) + (lines.Fixed?[e] ?? 0) * _graph.Rows[lines.Parent[e]].OrdersOf(made);
            }

            _need[row] = need + runs;
            if (_graph.FamilyOf(row) is not { } family) Settle(row, stock);
            else if (family.Rows[^1] == row) Share(family, stock);
        }
    }

    /// <summary>The first row, by order, that lacks anything; -1 for none. Consumables never lack.</summary>
    internal int FirstShort()
    {
        foreach (var row in _rows)
            if (IsShort(row)) return row;
        return -1;
    }

    /// <summary>All such rows.</summary>
    internal IEnumerable<int> Short() => _rows.Where(IsShort);

    private void Settle(int row, ReadOnlySpan<double> stock) =>
        _made[row] = _graph.Rows[row].IsPhantom ? _need[row] : Math.Max(0, _need[row] - stock[row]);

    private void Share(BomFamily family, ReadOnlySpan<double> stock)
    {
        var spare = new Dictionary<int, double>();
        foreach (var row in family.Rows) spare[row] = stock[row] - _need[row];
        foreach (var group in family.Groups)
            if (First(group) is { } first) spare[first.Item] += _made[group.Parent] * first.Factor;
        foreach (var group in family.Groups)
        {
            if (First(group) is not { } first) continue;
            var rest = _made[group.Parent];
            foreach (var member in group.Members)
            {
                if (!member.Holds(_day.Number, _day.Site) || !(member.Factor > 0)) continue;
                var taken = Math.Min(rest, Math.Max(0, spare[member.Item]) / member.Factor);
                spare[member.Item] -= taken * member.Factor;
                rest -= taken;
                if (member.Item == first.Item || taken == 0) continue;
                _need[member.Item] += taken * member.Factor;
                _need[first.Item] = Math.Max(0, _need[first.Item] - taken * first.Factor);
            }
        }

        foreach (var row in family.Rows) Settle(row, stock);

        AlternateGroup.Member? First(AlternateGroup group)
        {
            foreach (var member in group.Members)
                if (member.Holds(_day.Number, _day.Site)) return member;
            return null;
        }
    }

    private bool IsShort(int row) => _made[row] > 0 && !_day.HasRecipe(row) && !IsConsumable(row);

    private bool IsConsumable(int row)
    {
        var (lines, first, end) = _graph.LinesOf(row);
        if (lines.Kind is null) return false;
        for (var e = first; e < end; e++)
            if (!lines.Kind[e].HasFlag(LineKind.Consumable) && _made[lines.Parent[e]] > 0 && _day.Holds(lines, e)) return false;
        return end > first;
    }
}
