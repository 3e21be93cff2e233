namespace SecretMagic.Bom;

/// <summary>
/// Lines between numbered items, a column a field: what is left of <see cref="BomLine"/> once its factors are folded into one. Columns
/// that no line needs are null.
/// </summary>
internal sealed class LineTable
{
    private int[] _parent;
    private int[] _child;
    private double[] _factor;
    private int[] _origin;
    private double[]? _fixed;
    private DayRange[]? _days;
    private LineKind[]? _kind;
    private SiteRule?[]? _sites;

    internal LineTable(int count)
    {
        Count = count;
        (_parent, _child, _factor, _origin) = (new int[count], new int[count], new double[count], new int[count]);
    }

    internal int Count { get; private set; }

    internal int[] Parent => _parent;

    internal int[] Child => _child;

    /// <summary>The component's quantity for one unit of the parent's need.</summary>
    internal double[] Factor => _factor;

    internal int[] Origin => _origin;

    /// <summary>The quantity for each day of need; null while no line has one.</summary>
    internal double[]? Fixed => _fixed;

    /// <summary>The days on which each line holds; null while all hold always.</summary>
    internal DayRange[]? Days => _days;

    internal LineKind[]? Kind => _kind;

    internal SiteRule?[]? Sites => _sites;

    internal LineKind KindOf(int e) => _kind is null ? LineKind.Need : _kind[e];

    internal DayRange DaysOf(int e) => _days is null ? DayRange.Always : _days[e];

    internal void Set(int at, int parent, int child, in BomLine line, double perUnit)
    {
        _parent[at] = parent;
        _child[at] = child;
        _factor[at] = perUnit * (line.Quantity * line.Pieces * (1 + line.Scrap) / (line.Yield * line.Per));
        _origin[at] = line.Origin;
        if (line.ValidFrom is not null || line.ValidTo is not null) SetDays(at, DayRange.Of(line.ValidFrom, line.ValidTo));
    }

    internal void SetFixed(int at, double quantity) => (_fixed ??= new double[_parent.Length])[at] = quantity;

    internal void SetKind(int at, LineKind kind) => (_kind ??= new LineKind[_parent.Length])[at] = kind;

    internal void SetSites(int at, SiteRule? rule) => (_sites ??= new SiteRule?[_parent.Length])[at] = rule;

    internal void SetDays(int at, DayRange days)
    {
        if (_days is null) Array.Fill(_days = new DayRange[_parent.Length], DayRange.Always);
        _days[at] = days;
    }

    /// <summary>Adds a line; for the few that are not read as lines.</summary>
    internal int Add(int parent, int child, double factor, int origin, LineKind kind)
    {
        var at = Count++;
        if (at == _parent.Length)
        {
            var room = Math.Max(16, 2 * at);
            Array.Resize(ref _parent, room);
            Array.Resize(ref _child, room);
            Array.Resize(ref _factor, room);
            Array.Resize(ref _origin, room);
        }

        if (_fixed is not null) Array.Resize(ref _fixed, _parent.Length);
        if (_kind is not null) Array.Resize(ref _kind, _parent.Length);
        if (_sites is not null) Array.Resize(ref _sites, _parent.Length);
        if (_days is not null)
        {
            Array.Resize(ref _days, _parent.Length);
            _days[at] = DayRange.Always;
        }

        (_parent[at], _child[at], _factor[at], _origin[at]) = (parent, child, factor, origin);
        if (kind != LineKind.Need) SetKind(at, kind);
        return at;
    }

    /// <summary>Adds a line like another, on other days.</summary>
    internal void AddCopy(int of, DayRange days)
    {
        var at = Add(_parent[of], _child[of], _factor[of], _origin[of], KindOf(of));
        if (_fixed is not null) _fixed[at] = _fixed[of];
        if (_sites is not null) _sites[at] = _sites[of];
        SetDays(at, days);
    }

    /// <summary>Adds a line of another table.</summary>
    internal void AddFrom(LineTable other, int e)
    {
        var at = Add(other._parent[e], other._child[e], other._factor[e], other._origin[e], other.KindOf(e));
        if (other._fixed is not null && other._fixed[e] != 0) SetFixed(at, other._fixed[e]);
        if (other._sites?[e] is { } rule) SetSites(at, rule);
        if (other.DaysOf(e) != DayRange.Always) SetDays(at, other.DaysOf(e));
    }

    /// <summary>Renumbers parents and children.</summary>
    internal void Renumber(int[] number)
    {
        var (parent, child) = (_parent, _child);
        for (var e = 0; e < Count; e++)
        {
            parent[e] = number[parent[e]];
            child[e] = number[child[e]];
        }
    }

    /// <summary>The lines whose component is not marked.</summary>
    internal LineTable Without(bool[] marked)
    {
        var order = new int[Count];
        var kept = 0;
        for (var e = 0; e < Count; e++)
            if (!marked[_child[e]]) order[kept++] = e;
        var table = Like(kept);
        for (var i = 0; i < kept; i++) table.Take(i, this, order[i]);
        return table;
    }

    /// <summary>An empty table with the columns of this one.</summary>
    internal LineTable Like(int count) => new(count)
    {
        _fixed = _fixed is null ? null : new double[count],
        _days = _days is null ? null : new DayRange[count],
        _kind = _kind is null ? null : new LineKind[count],
        _sites = _sites is null ? null : new SiteRule?[count],
    };

    /// <summary>Copies a line of a table with the same columns.</summary>
    internal void Take(int at, LineTable from, int e)
    {
        (_parent[at], _child[at], _factor[at], _origin[at]) = (from._parent[e], from._child[e], from._factor[e], from._origin[e]);
        if (_fixed is not null) _fixed[at] = from._fixed![e];
        if (_days is not null) _days[at] = from._days![e];
        if (_kind is not null) _kind[at] = from._kind![e];
        if (_sites is not null) _sites[at] = from._sites![e];
    }

    /// <summary>Copies a line to another place.</summary>
    internal void Move(int from, int to)
    {
        if (from != to) Take(to, this, from);
    }

    /// <summary>Forgets the lines behind the first.</summary>
    internal void Shorten(int count) => Count = count;

    /// <summary>Counts of a key as the beginnings of its groups, one more than there are keys.</summary>
    internal static int[] Starts(ReadOnlySpan<int> key, int keys)
    {
        var start = new int[keys + 1];
        foreach (var value in key) start[value + 1]++;
        for (var i = 0; i < keys; i++) start[i + 1] += start[i];
        return start;
    }

    /// <summary>The lines by parent: where each parent's begin, and the lines in that order; a stable counting sort.</summary>
    internal (int[] Start, int[] Order) ByParent(int items)
    {
        var start = Starts(_parent.AsSpan(0, Count), items);
        var next = start.AsSpan(0, items).ToArray();
        var order = new int[Count];
        for (var e = 0; e < Count; e++) order[next[_parent[e]]++] = e;
        return (start, order);
    }
}
