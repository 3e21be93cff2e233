namespace SecretMagic.Bom;

/// <summary>
/// Lines by child, within a child by the rank of the parent's code; parallel lines of the same days and sites are summed into one. The
/// order, and so every sum made along it, depends on codes alone: not on the order in which lines were read, and not on levels.
/// </summary>
internal static class LinePacking
{
    /// <summary>Packs lines that are numbered by rank, and renumbers them to rows.</summary>
    internal static (int[] Start, LineTable Lines) Pack(LineTable lines, int[] byParent, int[] rowOf)
    {
        var next = new int[rowOf.Length + 1];
        var (parent, child) = (lines.Parent, lines.Child);
        for (var e = 0; e < byParent.Length; e++) next[rowOf[child[e]] + 1]++;
        for (var row = 0; row < rowOf.Length; row++) next[row + 1] += next[row];
        var start = (int[])next.Clone();
        var packed = lines.Like(byParent.Length);
        var (packedParent, packedFactor) = (packed.Parent, packed.Factor);
        var isNarrow = lines.Fixed is null && lines.Days is null && lines.Kind is null && lines.Sites is null;
        foreach (var e in byParent)
        {
            var at = next[rowOf[child[e]]]++;
            if (isNarrow) packedFactor[at] = lines.Factor[e];
            else packed.Take(at, lines, e);
            packedParent[at] = rowOf[parent[e]];
        }

        for (var row = 0; row < rowOf.Length; row++) packed.Child.AsSpan(start[row]..start[row + 1]).Fill(row);
        if (!Merge(packed)) return (start, packed);
        return (LineTable.Starts(packed.Child.AsSpan(0, packed.Count), rowOf.Length), packed);
    }

    /// <summary>Sums parallel lines of a table that is sorted by child and parent, in place. False when there are none.</summary>
    internal static bool Merge(LineTable lines)
    {
        if (!HasParallel(lines)) return false;
        var (parent, child, count) = (lines.Parent, lines.Child, lines.Count);
        var to = 0;
        for (var begin = 0; begin < count;)
        {
            var end = begin + 1;
            while (end < count && parent[end] == parent[begin] && child[end] == child[begin]) end++;
            if (end - begin == 1) lines.Move(begin, to++);
            else to = Merge(lines, begin, end, to);
            begin = end;
        }

        lines.Shorten(to);
        return to < count;
    }

    private static bool HasParallel(LineTable lines)
    {
        for (var e = 1; e < lines.Count; e++)
            if (lines.Parent[e] == lines.Parent[e - 1] && lines.Child[e] == lines.Child[e - 1]) return true;
        return false;
    }

    /// <summary>Lines of one parent and child: sorted by what they say, those of one period and place summed, in an order of their own.</summary>
    private static int Merge(LineTable lines, int begin, int end, int to)
    {
        var group = lines.Like(end - begin);
        for (var e = begin; e < end; e++) group.Take(e - begin, lines, e);
        var order = new int[end - begin];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        order.AsSpan().Sort((e, f) => Compare(group, e, f));
        for (var i = 0; i < order.Length; i++)
        {
            if (i == 0 || !Parallel(group, order[i - 1], order[i]))
            {
                lines.Take(to++, group, order[i]);
                continue;
            }

            lines.Factor[to - 1] += group.Factor[order[i]];
            if (group.Fixed is not null) lines.Fixed![to - 1] += group.Fixed[order[i]];
        }

        return to;
    }

    private static bool Parallel(LineTable lines, int e, int f) =>
        lines.Parent[e] == lines.Parent[f] && lines.Child[e] == lines.Child[f] && (lines.Days is null || lines.Days[e] == lines.Days[f])
        && lines.KindOf(e) == lines.KindOf(f) && (lines.Sites is null || SiteRule.Same(lines.Sites[e], lines.Sites[f]));

    private static int Compare(LineTable lines, int e, int f)
    {
        var order = lines.Days is null ? 0 : (lines.Days[e].From, lines.Days[e].To).CompareTo((lines.Days[f].From, lines.Days[f].To));
        if (order == 0) order = lines.KindOf(e).CompareTo(lines.KindOf(f));
        if (order == 0 && lines.Sites is not null) order = string.CompareOrdinal(SiteRule.Text(lines.Sites[e]), SiteRule.Text(lines.Sites[f]));
        if (order == 0) order = lines.Factor[e].CompareTo(lines.Factor[f]);
        if (order == 0 && lines.Fixed is not null) order = lines.Fixed[e].CompareTo(lines.Fixed[f]);
        return order;
    }
}
