using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SecretMagic.Bom;

/// <summary>What is on hand when the horizon begins, and what will arrive, per item and site.</summary>
public sealed class BomStock
{
    private readonly Dictionary<(string Item, string Site), Entry> _entries = [];
    private readonly List<BomFinding> _findings = [];

    /// <summary>What was refused: quantities that are negative, infinite or not a number. A coverage refuses such a stock.</summary>
    public ImmutableArray<BomFinding> Findings => [.. _findings];

    /// <summary>What is on hand of every item and site that was added; 0 where all of it is still to come.</summary>
    public IEnumerable<(string Item, string Site, double Quantity)> OnHand =>
        _entries.Select(entry => (entry.Key.Item, entry.Key.Site, entry.Value.Opening));

    internal IReadOnlyDictionary<(string Item, string Site), Entry> Entries => _entries;

    /// <summary>Adds to what is on hand before the first day of the horizon.</summary>
    public void Add(string item, string site, double quantity, int origin = 0)
    {
        if (!IsRefused(item, site, quantity, origin)) Of(item, site).Opening += quantity;
    }

    /// <summary>
    /// Adds a receipt: it can be used from that day on. A day before the horizon counts as on hand, a day after it is ignored.
    /// </summary>
    public void Add(string item, string site, DateOnly day, double quantity, int origin = 0)
    {
        if (!IsRefused(item, site, quantity, origin)) Of(item, site).Receipts.Add((day.DayNumber, quantity));
    }

    /// <summary>Takes over what another stock has of an item at a site.</summary>
    internal void Share((string Item, string Site) key, Entry entry) => _entries.Add(key, entry);

    private Entry Of(string item, string site)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, (item, site), out _);
        return entry ??= new Entry();
    }

    private bool IsRefused(string item, string site, double quantity, int origin)
    {
        if (quantity >= 0 && double.IsFinite(quantity)) return false;
        _findings.Add(new BomFinding(
            origin, "stock", true, $"Stock of {item} at '{site}' is {quantity}; it must be a finite number of 0 or more")
        { Source = BomSource.Stock });
        return true;
    }

    /// <summary>The stock of one item at one site.</summary>
    internal sealed class Entry
    {
        internal double Opening { get; set; }

        internal List<(int Day, double Quantity)> Receipts { get; } = [];

        /// <summary>What becomes available at each position of a plan: what is on hand at the first.</summary>
        internal StockAccount Account(ExplosionPlan plan)
        {
            var arrivals = new SortedDictionary<int, double>();
            if (Opening > 0) arrivals[0] = Opening;
            foreach (var (day, quantity) in Receipts.OrderBy(receipt => receipt.Day))
            {
                var at = day < plan.FirstDay ? 0 : day - plan.FirstDay + plan.Shift;
                if (at < plan.Axis) arrivals[at] = arrivals.GetValueOrDefault(at) + quantity;
            }

            return new StockAccount([.. arrivals.Keys], [.. arrivals.Values], isKept: true);
        }
    }
}
