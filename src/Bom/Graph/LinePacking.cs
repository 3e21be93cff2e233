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
        return HasParallel(packed) ? Merge(packed, start) : (start, packed);
    }

    /// <summary>Lines into one row, sorted by parent, with parallel ones summed.</summary>
    internal static LineTable Merged(LineTable lines) => HasParallel(lines) ? Merge(lines, [0]).Lines : lines;

    private static bool HasParallel(LineTable lines)
    {
        for (var e = 1; e < lines.Count; e++)
            if (lines.Parent[e] == lines.Parent[e - 1] && lines.Child[e] == lines.Child[e - 1]) return true;
        return false;
    }

    private static (int[] Start, LineTable Lines) Merge(LineTable lines, int[] start)
    {
        var count = lines.Count;
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        for (var begin = 0; begin < count;)
        {
            var end = begin + 1;
            while (end < count && lines.Parent[end] == lines.Parent[begin] && lines.Child[end] == lines.Child[begin]) end++;
            if (end - begin > 1) order.AsSpan(begin, end - begin).Sort((e, f) => Compare(lines, e, f));
            begin = end;
        }

        var kept = 0;
        for (var i = 0; i < count; i++)
            if (i == 0 || !Parallel(lines, order[i - 1], order[i])) kept++;
        var merged = lines.Like(kept);
        var starts = new int[start.Length];
        var to = -1;
        for (var i = 0; i < count; i++)
        {
            var e = order[i];
            if (i == 0 || !Parallel(lines, order[i - 1], e))
            {
                merged.Take(++to, lines, e);
                if (starts.Length > 1) starts[lines.Child[e] + 1]++;
                continue;
            }

            merged.Factor[to] += lines.Factor[e];
            if (lines.Fixed is not null) merged.Fixed![to] += lines.Fixed[e];
        }

        for (var row = 1; row < starts.Length; row++) starts[row] += starts[row - 1];
        return (starts, merged);
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
