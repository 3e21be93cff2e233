namespace SecretMagic.Bom;

/// <summary>
/// Lines between numbered items, a column a field: what is left of <see cref="BomLine"/> once its factors are folded into one.
/// </summary>
internal sealed class LineTable(int count)
{
    internal int Count => count;

    internal int[] Parent { get; } = new int[count];

    internal int[] Child { get; } = new int[count];

    /// <summary>The component's quantity for one unit of the parent's need.</summary>
    internal double[] Factor { get; } = new double[count];

    /// <summary>The quantity for each day of need; null while no line has one.</summary>
    internal double[]? Fixed { get; private set; }

    /// <summary>The days on which each line holds; null while all hold always.</summary>
    internal DayRange[]? Days { get; private set; }

    internal int[] Origin { get; } = new int[count];

    internal void Set(int at, int parent, int child, in BomLine line, double planned)
    {
        Parent[at] = parent;
        Child[at] = child;
        Factor[at] = planned * (line.Quantity * line.Pieces * (1 + line.Scrap) / (line.Yield * line.Per));
        Origin[at] = line.Origin;
        if (line.Fixed != 0) (Fixed ??= new double[count])[at] = line.Fixed;
        if (line.ValidFrom is null && line.ValidTo is null) return;
        if (Days is null) Array.Fill(Days = new DayRange[count], DayRange.Always);
        Days[at] = DayRange.Of(line.ValidFrom, line.ValidTo);
    }

    /// <summary>Renumbers parents and children.</summary>
    internal void Renumber(int[] number)
    {
        for (var e = 0; e < count; e++)
        {
            Parent[e] = number[Parent[e]];
            Child[e] = number[Child[e]];
        }
    }

    /// <summary>The lines by parent: where each parent's begin, and the children in that order, with their days.</summary>
    internal (int[] Start, int[] Child, DayRange[]? Days) ByParent(int items)
    {
        var (start, order) = Group(items, Parent, null);
        return (start, Array.ConvertAll(order, e => Child[e]), Days is null ? null : Array.ConvertAll(order, e => Days[e]));
    }

    /// <summary>
    /// The lines by child, within a child by parent; parallel lines of the same days are summed into one. The order, and so every sum made
    /// along it, does not depend on the order in which lines were read.
    /// </summary>
    internal (int[] Start, LineTable Lines) ByChild(int items)
    {
        var (_, byParent) = Group(items, Parent, null);
        var (_, order) = Group(items, Child, byParent);
        for (var begin = 0; begin < count;)
        {
            var end = begin + 1;
            while (end < count && Parent[order[end]] == Parent[order[begin]] && Child[order[end]] == Child[order[begin]]) end++;
            if (end - begin > 1) order.AsSpan(begin, end - begin).Sort(Compare);
            begin = end;
        }

        return Merge(items, order);
    }

    private (int[] Start, LineTable Lines) Merge(int items, int[] order)
    {
        var kept = 0;
        for (var i = 0; i < count; i++)
            if (i == 0 || !Parallel(order[i - 1], order[i])) kept++;
        var merged = new LineTable(kept)
        {
            Fixed = Fixed is null ? null : new double[kept],
            Days = Days is null ? null : new DayRange[kept],
        };
        var start = new int[items + 1];
        var to = -1;
        for (var i = 0; i < count; i++)
        {
            var e = order[i];
            if (i == 0 || !Parallel(order[i - 1], e))
            {
                (merged.Parent[++to], merged.Child[to], merged.Origin[to]) = (Parent[e], Child[e], Origin[e]);
                if (Days is not null) merged.Days![to] = Days[e];
                start[Child[e] + 1]++;
            }

            merged.Factor[to] += Factor[e];
            if (Fixed is not null) merged.Fixed![to] += Fixed[e];
        }

        for (var item = 0; item < items; item++) start[item + 1] += start[item];
        return (start, merged);
    }

    private bool Parallel(int e, int f) => Parent[e] == Parent[f] && Child[e] == Child[f] && (Days is null || Days[e] == Days[f]);

    private int Compare(int e, int f)
    {
        var order = Days is null ? 0 : (Days[e].From, Days[e].To).CompareTo((Days[f].From, Days[f].To));
        if (order == 0) order = Factor[e].CompareTo(Factor[f]);
        if (order == 0 && Fixed is not null) order = Fixed[e].CompareTo(Fixed[f]);
        return order == 0 ? Origin[e].CompareTo(Origin[f]) : order;
    }

    /// <summary>A stable counting sort by key.</summary>
    private (int[] Start, int[] Order) Group(int items, int[] key, int[]? before)
    {
        var start = new int[items + 1];
        for (var e = 0; e < count; e++) start[key[e] + 1]++;
        for (var item = 0; item < items; item++) start[item + 1] += start[item];
        var next = start.AsSpan(0, items).ToArray();
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            var e = before is null ? i : before[i];
            order[next[key[e]]++] = e;
        }

        return (start, order);
    }
}
