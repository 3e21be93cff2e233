using System.Runtime.InteropServices;

namespace SecretMagic.Bom;

/// <summary>
/// Items by number while a graph is compiled: what lines and item entries say of each, and whether they agree. A twin is the item once
/// more, taken from stock by a line that stops: same code, no recipe.
/// </summary>
internal sealed class ItemTable
{
    private readonly CodeTable _codes;
    private readonly List<BomFinding> _findings;
    private readonly Dictionary<int, BomItem> _entries = [];
    private readonly Dictionary<int, int> _twins = [];
    private readonly List<(string Text, string Where)?> _units = [];
    private readonly List<(string Text, string Where)?> _sites = [];
    private string? _lastParent;
    private int _lastNumber;

    internal ItemTable(ReadOnlySpan<BomItem> items, int capacity, List<BomFinding> findings)
    {
        _codes = new CodeTable(capacity);
        _findings = findings;
        foreach (var item in items)
        {
            var where = $"item {item.Code} (line {item.Origin})";
            var number = Number(item.Code ?? "");
            if (!_entries.TryAdd(number, item))
                findings.Add(new BomFinding(item.Origin, "item", true,
                    $"Item {item.Code} stands on line {_entries[number].Origin} and on line {item.Origin}"));
            Agree(_units, number, item.Unit, where, item.Origin, "unit", "units");
            Agree(_sites, number, item.ProducedAt, where, item.Origin, "produced-at", "sites of production");
        }
    }

    /// <summary>Items and twins: twins are numbered after all items.</summary>
    internal int Count => _codes.Count + _twins.Count;

    internal CodeTable Codes => _codes;

    internal IReadOnlyDictionary<int, int> Twins => _twins;

    internal BomItem? Entry(int number) => _entries.GetValueOrDefault(number);

    internal string? Unit(int number) => _units[number]?.Text;

    internal string? Site(int number) => Entry(number) is { Phantom: true } ? null : _sites[number]?.Text;

    /// <summary>The planned quantity for one unit needed: loss while the item is made.</summary>
    internal double Planned(int number) =>
        _entries.Count > 0 && _entries.TryGetValue(number, out var item) ? (1 + item.Scrap) / item.Yield : 1;

    internal (int Parent, int Component) Add(in BomLine line)
    {
        // Sources list a recipe's lines together.
        var parent = line.Parent is not null && line.Parent == _lastParent ? _lastNumber : Number(line.Parent ?? "");
        (_lastParent, _lastNumber) = (line.Parent, parent);
        var component = Number(line.Component ?? "");
        if (line.Unit is not null) Agree(_units, component, line.Unit, null, line.Origin, "unit", "units");
        if (line.ProducedAt is not null) Agree(_sites, parent, line.ProducedAt, null, line.Origin, "produced-at", "sites of production");
        if (!line.Stop) return (parent, component);
        ref var twin = ref CollectionsMarshal.GetValueRefOrAddDefault(_twins, component, out var known);
        if (!known) twin = _twins.Count - 1;
        return (parent, -1 - twin);
    }

    private int Number(string code)
    {
        var number = _codes.Add(code);
        if (number < _units.Count) return number;
        _units.Add(null);
        _sites.Add(null);
        return number;
    }

    private void Agree(
        List<(string Text, string Where)?> known, int number, string? text, string? where, int origin, string rule, string what)
    {
        if (text is null) return;
        if (known[number] is not { } first) known[number] = (text, where ?? $"line {origin}");
        else if (first.Text != text)
            _findings.Add(new BomFinding(
                origin, rule, true,
                $"{_codes[number]} has two {what}: {first.Text} ({first.Where}) and {text} ({where ?? $"line {origin}"})"));
    }
}
