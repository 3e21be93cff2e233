namespace SecretMagic.Bom;

/// <summary>The levels of items under lines: 0 where nothing needs the item, else one more than those that need it.</summary>
internal sealed class Levels
{
    private Levels(int[] longest, int[] shortest, int reached)
    {
        Longest = longest;
        Shortest = shortest;
        Reached = reached;
    }

    /// <summary>The longest way down to each item (its low-level code); -1 for items within or under a cycle.</summary>
    internal int[] Longest { get; }

    /// <summary>The shortest way down to each item from one that nothing needs.</summary>
    internal int[] Shortest { get; }

    /// <summary>How many items have a level; fewer than there are when lines form a cycle.</summary>
    internal int Reached { get; }

    /// <summary>
    /// Kahn's algorithm over lines grouped by parent, O(items + lines). Lines outside the days do not count; items of one family have one
    /// level.
    /// </summary>
    internal static Levels Of(int[] start, int[] order, LineTable lines, DayRange within, int[]? family = null)
    {
        var items = start.Length - 1;
        if (family is not null) return OfFamilies(order, lines, within, family);
        var (child, days) = (lines.Child, lines.Days);
        var waiting = new int[items];
        foreach (var e in order)
            if (days is null || !days[e].Clip(within).IsEmpty) waiting[child[e]]++;
        var longest = new int[items];
        var shortest = new int[items];
        var queue = new int[items];
        var tail = 0;
        for (var item = 0; item < items; item++)
        {
            shortest[item] = waiting[item] == 0 ? 0 : int.MaxValue;
            if (waiting[item] == 0) queue[tail++] = item;
            else longest[item] = -1;
        }

        for (var head = 0; head < tail; head++)
        {
            var item = queue[head];
            for (var i = start[item]; i < start[item + 1]; i++)
            {
                var e = order[i];
                if (days is not null && days[e].Clip(within).IsEmpty) continue;
                var target = child[e];
                shortest[target] = Math.Min(shortest[target], shortest[item] + 1);
                if (--waiting[target] > 0) continue;
                longest[target] = longest[item] + 1;
                queue[tail++] = target;
            }
        }

        return new Levels(longest, shortest, tail);
    }

    /// <summary>Numbers sorted by level, equal levels by number.</summary>
    internal static int[] Sorted(int[] level)
    {
        var most = 0;
        foreach (var value in level) most = Math.Max(most, value);
        var start = new int[most + 2];
        foreach (var value in level) start[value + 1]++;
        for (var i = 1; i < start.Length; i++) start[i] += start[i - 1];
        var order = new int[level.Length];
        for (var item = 0; item < level.Length; item++) order[start[level[item]]++] = item;
        return order;
    }

    private static Levels OfFamilies(int[] order, LineTable lines, DayRange within, int[] family)
    {
        var joined = new LineTable(0);
        foreach (var e in order)
        {
            if (lines.DaysOf(e).Clip(within).IsEmpty) continue;
            joined.Add(family[lines.Parent[e]], family[lines.Child[e]], 0, 0, LineKind.Need);
        }

        var (start, byParent) = joined.ByParent(family.Length);
        var levels = Of(start, byParent, joined, DayRange.Always);
        for (var item = 0; item < family.Length; item++)
            (levels.Longest[item], levels.Shortest[item]) = (levels.Longest[family[item]], levels.Shortest[family[item]]);
        return levels;
    }
}
