using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// A graph on one day at one site, for questions about units: what a material goes into, what a dish costs, how much can be built. Lead
/// days and other sites do not enter; of alternates the first that holds is used where no stock decides.
/// </summary>
public sealed class BomDay
{
    private readonly BomGraph _graph;
    private readonly BomPhase _phase;
    private readonly bool[] _hasRecipe;

    /// <summary>Takes the lines that hold on the day at the site; O(lines).</summary>
    public BomDay(BomGraph graph, DateOnly day, string site = "")
    {
        (_graph, Number, Site) = (graph, day.DayNumber, site);
        _phase = graph.Phases.First(phase => Number >= phase.Days.From && Number < phase.Days.To);
        _hasRecipe = new bool[graph.Rows.Length];
        for (var row = 0; row < _hasRecipe.Length; row++)
        {
            var (lines, first, end) = graph.LinesOf(row);
            for (var e = first; e < end; e++)
                if (Holds(lines, e)) _hasRecipe[lines.Parent[e]] = true;
        }
    }

    internal int Number { get; }

    internal string Site { get; }

    /// <summary>Rows, each after all that need it.</summary>
    internal IEnumerable<int> Order => Enumerable.Range(0, _graph.Rows.Length).Select(_phase.Row);

    /// <summary>
    /// Everything that an item goes into, with the quantity of the item in one unit of it, over all ways; by code, the item itself left
    /// out. Fixed quantities do not count. O(lines). Null for an unknown item.
    /// </summary>
    public ImmutableArray<BomUse>? WhereUsed(string item)
    {
        var target = _graph.Row(item);
        if (target < 0) return null;
        var (units, shortest, longest) = (new double[_graph.Rows.Length], new int[_graph.Rows.Length], new int[_graph.Rows.Length]);
        var uses = new List<int>();
        for (var place = units.Length - 1; place >= 0; place--)
        {
            var row = _phase.Row(place);
            var isTarget = row == target || _graph.Rows[row].TwinOf == target;
            if (!isTarget && longest[row] == 0) continue;
            if (!isTarget) uses.Add(row);
            var (unit, near, far) = isTarget ? (units[row] + 1, 0, longest[row]) : (units[row], shortest[row], longest[row]);
            var (lines, first, end) = _graph.LinesOf(row);
            for (var e = first; e < end; e++)
            {
                if (!Holds(lines, e)) continue;
                var parent = lines.Parent[e];
                units[parent] = Math.FusedMultiplyAdd(lines.Factor[e], unit, units[parent]);
                shortest[parent] = longest[parent] == 0 ? near + 1 : Math.Min(shortest[parent], near + 1);
                longest[parent] = Math.Max(longest[parent], far + 1);
            }
        }

        return
        [
            .. uses.Select(row => new BomUse(_graph.Rows[row].Code, units[row], shortest[row], longest[row]))
                .OrderBy(use => use.Item, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The parts of an item and of everything it is made of, by the component, each behind all that need it. Along every way down the product of units is the
    /// quantity for one of the item, so the sums over ways are those of <see cref="WhereUsed"/>. O(lines). Null for an unknown item.
    /// </summary>
    public ImmutableArray<BomPart>? Below(string item)
    {
        var target = _graph.Row(item);
        if (target < 0) return null;
        var reached = new bool[_graph.Rows.Length];
        reached[target] = true;
        var parts = new Dictionary<(int Parent, int Child), BomPart>();
        foreach (var row in Order)
        {
            var (lines, first, end) = _graph.LinesOf(row);
            for (var e = first; e < end; e++)
            {
                if (!reached[lines.Parent[e]] || !Holds(lines, e)) continue;
                reached[row] = true;
                var key = (lines.Parent[e], row);
                var part = parts.GetValueOrDefault(key)
                    ?? new BomPart(_graph.Rows[lines.Parent[e]].Code, _graph.Rows[row].Code, 0, 0, _graph.Rows[row].IsTwin);
                parts[key] = part with { Units = part.Units + lines.Factor[e], Fixed = part.Fixed + (lines.Fixed?[e] ?? 0) };
            }
        }

        return [.. parts.Values];
    }

    /// <summary>
    /// What of an item's gross requirement comes from each demanded dish: its quantity times the units of the item in one of it, the
    /// demand for the item itself among them. The shares sum to the gross requirement without fixed quantities. Null for an unknown item.
    /// </summary>
    public ImmutableArray<BomPeg>? Peg(string item, IEnumerable<(string Item, double Quantity)> demand)
    {
        if (WhereUsed(item) is not { } uses) return null;
        var units = uses.ToDictionary(use => use.Item, use => use.Units, StringComparer.Ordinal);
        units[item] = 1;
        return
        [
            .. demand.GroupBy(want => want.Item, want => want.Quantity, StringComparer.Ordinal).Where(want => units.ContainsKey(want.Key))
                .OrderBy(want => want.Key, StringComparer.Ordinal)
                .Select(want => new BomPeg(want.Key, units[want.Key], want.Sum() * units[want.Key])),
        ];
    }

    /// <summary>
    /// The material cost of one unit of every item, from prices of what is bought, per unit of the item: the sum over its lines of quantity
    /// and cost, all losses included. Where a price is missing below it, the cost says which. Fixed quantities do not count. O(lines).
    /// </summary>
    /// <param name="prices">Prices by item; that of an item with a recipe is used where a line takes it from stock.</param>
    public IReadOnlyDictionary<string, BomCost> Cost(IReadOnlyDictionary<string, double> prices)
    {
        var cost = new double[_graph.Rows.Length];
        var missing = new string?[_graph.Rows.Length];
        for (var place = cost.Length - 1; place >= 0; place--)
        {
            var row = _phase.Row(place);
            if (!_hasRecipe[row])
            {
                var code = _graph.Rows[row].Code;
                cost[row] = prices.GetValueOrDefault(code, double.NaN);
                if (double.IsNaN(cost[row])) missing[row] = code;
            }

            var (lines, first, end) = _graph.LinesOf(row);
            for (var e = first; e < end; e++)
            {
                if (!Holds(lines, e)) continue;
                var parent = lines.Parent[e];
                cost[parent] = Math.FusedMultiplyAdd(lines.Factor[e], cost[row], cost[parent]);
                if (missing[row] is { } lacking && (missing[parent] is not { } other || string.CompareOrdinal(lacking, other) < 0)) missing[parent] = lacking;
            }
        }

        var costs = new SortedDictionary<string, BomCost>(StringComparer.Ordinal);
        for (var row = 0; row < cost.Length; row++)
            if (!_graph.Rows[row].IsTwin) costs.Add(_graph.Rows[row].Code, new BomCost(cost[row], missing[row]));
        return costs;
    }

    /// <summary>
    /// How much of an item the stock is enough for, on all levels and with shared materials: the largest quantity for which nothing but
    /// consumables lacks, the item's own stock not counted. Infinite when nothing limits it. Null for an unknown item.
    /// </summary>
    public BomBuild? CanBuild(string item, IEnumerable<(string Item, double Quantity)> stock) => _graph.Row(item) is var row and >= 0
        ? BuildSearch.Of(_graph, this, row, StockOf(stock))
        : null;

    /// <summary>
    /// Divides a stock among demands that it is not enough for. Every demand gets at most what it asks; under every policy no material that
    /// one could still use with the others at rest is left over. Demand of unknown items is granted whole, a share below
    /// 1e-9 of the demand not at all.
    /// </summary>
    public BomAllocation Allocate(
        IReadOnlyList<(string Item, double Quantity)> demand, IEnumerable<(string Item, double Quantity)> stock, AllocationPolicy policy) =>
        Allocation.Run(_graph, this, demand, StockOf(stock), policy);

    internal bool HasRecipe(int row) => _hasRecipe[row];

    internal bool Holds(LineTable lines, int e) =>
        (lines.Days is null || (Number >= lines.Days[e].From && Number < lines.Days[e].To)) && !lines.KindOf(e).HasFlag(LineKind.Yield)
        && lines.Sites?[e]?.Holds(Site) != false;

    private double[] StockOf(IEnumerable<(string Item, double Quantity)> stock)
    {
        var byRow = new double[_graph.Rows.Length];
        foreach (var (item, quantity) in stock)
            if (_graph.Row(item) is var row and >= 0) byRow[row] += quantity;
        return byRow;
    }
}
