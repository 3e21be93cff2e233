namespace SecretMagic.Bom;

/// <summary>Lines and outputs of a book between numbered items, checked; alternates and families found on the way.</summary>
internal sealed class BookReader
{
    private readonly BomBook _book;
    private readonly List<BomFinding> _findings;
    private readonly List<int> _grouped = [];
    private readonly List<int> _charted = [];
    private readonly Dictionary<int, int> _family = [];
    private readonly Dictionary<int, string> _driven = [];

    internal BookReader(BomBook book, UnitTable units, List<BomFinding> findings)
    {
        _book = book;
        _findings = findings;
        var lines = book.Lines.AsSpan();
        Items = new ItemTable(book.Items.AsSpan(), book.Items.Length + lines.Length / 8, units, findings);
        Edges = new LineTable(lines.Length);
        for (var at = 0; at < lines.Length; at++) Read(at, lines[at]);
        foreach (var output in book.Outputs) Read(output);

        // Items are numbered to the end only now, and twins come after them.
        var items = Items.Codes.Count;
        if (Items.Twins.Count > 0)
            foreach (ref var component in Edges.Child.AsSpan(0, Edges.Count))
                if (component < 0) component = items - 1 - component;
        Twins = new int[Items.Twins.Count];
        foreach (var (item, twin) in Items.Twins) Twins[twin] = item;
        if (_charted.Count > 0) ChartRules.Check(lines, _charted, findings);
        if (_grouped.Count > 0) ReadAlternates(lines);
    }

    internal ItemTable Items { get; }

    internal LineTable Edges { get; }

    /// <summary>The item of each twin.</summary>
    internal int[] Twins { get; }

    /// <summary>Alternates of a parent, items by number.</summary>
    internal List<AlternateGroup> Alternates { get; } = [];

    internal bool HasFamilies => _family.Count > 0;

    /// <summary>
    /// The item that stands for those that are settled together with it, the smallest number among them: alternates, which share a need,
    /// and co-products, which share runs.
    /// </summary>
    internal int FamilyOf(int item)
    {
        while (_family.TryGetValue(item, out var other)) item = other;
        return item;
    }

    private void Read(int at, in BomLine line)
    {
        ValueRules.Check(line, _findings);
        var (parent, component, unit) = Items.Add(line);
        Edges.Set(at, parent, component, line, line.IgnoresParentLoss ? unit : Items.Planned(parent) * unit);
        if (line.Fixed != 0) Edges.SetFixed(at, line.Fixed * unit);
        if (line.Consumable) Edges.SetKind(at, LineKind.Consumable);
        if (line.OnlyAt is not null || line.NotAt is not null) Edges.SetSites(at, SiteRule.Of(line));
        if (line.Group is not null) _grouped.Add(at);
        if (line.Chart is not null) _charted.Add(at);
    }

    private void Read(BomOutput output)
    {
        if (!(output.Quantity > 0) || !double.IsFinite(output.Quantity) || !(output.Per > 0) || !double.IsFinite(output.Per))
            _findings.Add(new BomFinding(
                output.Origin, "output", true,
                $"Output {output.Item} of {output.Process}: {output.Quantity} for {output.Per} is no positive quantity")
            { Source = BomSource.Outputs, Item = output.Item });
        var (process, item) = (Items.Codes.Add(output.Process), Items.Codes.Add(output.Item));
        var each = output.Quantity / output.Per;
        if (!output.Drives)
        {
            Edges.Add(process, item, each * Items.Planned(process), output.Origin, LineKind.Yield);
            return;
        }

        if (!_driven.TryAdd(item, output.Process))
            _findings.Add(new BomFinding(
                output.Origin, "output", true,
                $"{output.Item} drives both {_driven[item]} and {output.Process}; a co-product comes of one process")
            { Source = BomSource.Outputs, Item = output.Item });
        Edges.Add(item, process, 1 / each, output.Origin, LineKind.Drive);
        foreach (var other in _book.Outputs)
            if (other.Drives && other.Process == output.Process) Join(item, Items.Codes.Add(other.Item));
    }

    /// <summary>
    /// Of the lines of a group each holds on the days on which none before it does; which of them stock is taken from is told beside.
    /// </summary>
    private void ReadAlternates(ReadOnlySpan<BomLine> lines)
    {
        var groups = new SortedDictionary<(string Parent, string Group), List<int>>();
        foreach (var at in _grouped)
        {
            if (!groups.TryGetValue((lines[at].Parent, lines[at].Group!), out var members)) groups.Add((lines[at].Parent, lines[at].Group!), members = []);
            members.Add(at);
        }

        foreach (var members in groups.Values)
        {
            var priority = new int[members.Count];
            for (var i = 0; i < priority.Length; i++) priority[i] = lines[members[i]].Priority;
            for (var i = 1; i < members.Count; i++)
                if (priority.AsSpan(0, i).Contains(priority[i]))
                    _findings.Add(new BomFinding(
                        lines[members[i]].Origin, "priority", true,
                        $"Line {lines[members[i]].Origin} ({lines[members[i]].Parent} of {lines[members[i]].Component}): "
                        + $"priority {priority[i]} stands twice in group {lines[members[i]].Group}")
                    { Item = lines[members[i]].Parent, IsOfRecipe = true });
            members.Sort((one, other) => One(one).CompareTo(One(other)));
            var group = new AlternateGroup(Edges.Parent[members[0]], [.. members.ConvertAll(at =>
                new AlternateGroup.Member(Edges.Child[at], Edges.Factor[at], Edges.DaysOf(at), Edges.Sites?[at]))]);
            Alternates.Add(group);
            foreach (var member in group.Members) Join(group.Members[0].Item, member.Item);
            Restrict(members);
        }

        (int, int) One(int at) => (_book.Lines[at].Priority, _book.Lines[at].Origin);
    }

    private void Restrict(List<int> members)
    {
        List<DayRange> taken = [];
        foreach (var at in members)
        {
            var own = Edges.DaysOf(at);
            List<DayRange> free = [own];
            foreach (var days in taken) free = free.ConvertAll(range => range.Without(days)).SelectMany(ranges => ranges).ToList();
            Edges.SetDays(at, free.Count > 0 ? free[0] : default);
            foreach (var more in free.Skip(1)) Edges.AddCopy(at, more);
            taken.Add(own);
        }
    }

    private void Join(int one, int other)
    {
        (one, other) = (FamilyOf(one), FamilyOf(other));
        if (one != other) _family[Math.Max(one, other)] = Math.Min(one, other);
    }
}
