using System.Runtime.InteropServices;

namespace SecretMagic.Bom;

/// <summary>
/// Items by number while a graph is compiled: what lines and item entries say of each, and whether they agree. A twin is the item once
/// more, taken from stock by a line that stops: same code, no recipe.
/// </summary>
internal sealed class ItemTable
{
    private readonly List<BomFinding> _findings;
    private readonly UnitTable _units;
    private readonly Dictionary<int, BomItem> _entries = [];
    private readonly Dictionary<int, int> _twins = [];
    private readonly Agreement _unit;
    private readonly Agreement _site;
    private string? _lastParent;
    private int _lastNumber;

    internal ItemTable(ReadOnlySpan<BomItem> items, int capacity, UnitTable units, List<BomFinding> findings)
    {
        Codes = new CodeTable(capacity);
        _units = units;
        _findings = findings;
        _unit = new Agreement("unit", "units", findings);
        _site = new Agreement("produced-at", "sites of production", findings);
        foreach (var item in items)
        {
            ValueRules.Check(item, findings);
            var number = Codes.Add(item.Code ?? "");
            if (!_entries.TryAdd(number, item))
                findings.Add(new BomFinding(
                    item.Origin, "item", true, $"Item {item.Code} stands on line {_entries[number].Origin} and on line {item.Origin}")
                { Source = BomSource.Items, Item = item.Code });
            _unit.Add(Codes, number, item.Unit, item.Origin, BomSource.Items);
            _site.Add(Codes, number, item.ProducedAt, item.Origin, BomSource.Items);
        }
    }

    /// <summary>Items and twins: twins are numbered after all items.</summary>
    internal int Count => Codes.Count + _twins.Count;

    internal CodeTable Codes { get; }

    internal IReadOnlyDictionary<int, int> Twins => _twins;

    /// <summary>True when something takes days.</summary>
    internal bool HasLeads(BomBook book) =>
        _entries.Values.Any(item => item.LeadDays > 0 || item.TransferDays > 0) || book.Routes.Any(route => route.Days > 0);

    internal BomItem? Entry(int number) => _entries.GetValueOrDefault(number);

    internal string? Unit(int number) => _unit.Of(number);

    internal string? Site(int number) => Entry(number) is { Phantom: true } ? null : _site.Of(number);

    /// <summary>The planned quantity for one unit needed: loss while the item is made.</summary>
    internal double Planned(int number) =>
        _entries.Count > 0 && _entries.TryGetValue(number, out var item) ? (1 + item.Scrap) / item.Yield : 1;

    /// <summary>The numbers of a line's items, and the component's units in one of the line's.</summary>
    internal (int Parent, int Component, double Unit) Add(in BomLine line)
    {
        // Sources list a recipe's lines together.
        var parent = line.Parent is not null && line.Parent == _lastParent ? _lastNumber : Codes.Add(line.Parent ?? "");
        (_lastParent, _lastNumber) = (line.Parent, parent);
        var component = Codes.Add(line.Component ?? "");
        var unit = line.Unit is null ? 1 : UnitOf(line, component);
        if (line.ProducedAt is not null) _site.Add(Codes, parent, line.ProducedAt, line.Origin, BomSource.Lines);
        if (!line.Stop) return (parent, component, unit);
        ref var twin = ref CollectionsMarshal.GetValueRefOrAddDefault(_twins, component, out var known);
        if (!known) twin = _twins.Count - 1;
        return (parent, -1 - twin, unit);
    }

    /// <summary>
    /// Converts to the unit that the item's entry declares; lines of an item without one must agree, since which of their units would be
    /// the item's is not for us to say.
    /// </summary>
    private double UnitOf(in BomLine line, int component)
    {
        if (_entries.Count == 0 || !_entries.TryGetValue(component, out var entry) || entry.Unit is null)
        {
            _unit.Add(Codes, component, line.Unit, line.Origin, BomSource.Lines);
            return 1;
        }

        if (entry.Unit == line.Unit) return 1;
        if (_units.Factor(line.Component, line.Unit!, entry.Unit) is { } factor) return factor;
        var why = _units.Knows(line.Unit!) ? "conversion" : "unknown-unit";
        _findings.Add(new BomFinding(
            line.Origin, why, true,
            $"Line {line.Origin} ({line.Parent} of {line.Component}): " + (why == "conversion"
                ? $"no conversion leads from {line.Unit} to {entry.Unit}, the unit of {line.Component}"
                : $"unknown unit {line.Unit}; {line.Component} is counted in {entry.Unit}"))
        { Item = line.Parent, IsOfRecipe = true });
        return 1;
    }

    /// <summary>What must be the same wherever it is said of an item.</summary>
    private sealed class Agreement(string rule, string what, List<BomFinding> findings)
    {
        private string?[] _texts = [];
        private (int Origin, BomSource Source)[] _where = [];

        internal string? Of(int number) => number < _texts.Length ? _texts[number] : null;

        internal void Add(CodeTable codes, int number, string? text, int origin, BomSource source)
        {
            if (text is null) return;
            if (number >= _texts.Length)
            {
                Array.Resize(ref _texts, Math.Max(codes.Count, 2 * number));
                Array.Resize(ref _where, _texts.Length);
            }

            ref var known = ref _texts[number];
            if (known is null) (known, _where[number]) = (text, (origin, source));
            else if (!ReferenceEquals(known, text) && known != text)
                findings.Add(new BomFinding(
                    origin, rule, true,
                    $"{codes[number]} has two {what}: {known} ({Where(codes[number], _where[number])}) and {text} ({Where(codes[number], (origin, source))})")
                { Source = source, Item = codes[number] });
        }

        private static string Where(string code, (int Origin, BomSource Source) at) =>
            at.Source == BomSource.Items ? $"item {code} (line {at.Origin})" : $"line {at.Origin}";
    }
}
