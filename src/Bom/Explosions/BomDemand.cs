using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SecretMagic.Bom;

/// <summary>
/// What is wanted: quantities per item, site and day of a horizon. Dense in days, sparse in items and sites: 8 bytes a day for each pair
/// that was added.
/// </summary>
/// <param name="firstDay">The first day of the horizon.</param>
/// <param name="days">The days of the horizon.</param>
public sealed class BomDemand(DateOnly firstDay, int days)
{
    private readonly Dictionary<(int Item, int Site), int> _rows = [];
    private readonly List<(int Item, int Site, double[] Quantities)> _series = [];
    private readonly List<BomFinding> _findings = [];

    /// <summary>The first day of the horizon.</summary>
    public DateOnly FirstDay => firstDay;

    /// <summary>The days of the horizon.</summary>
    public int Days { get; } = days > 0
        ? days
        : throw new ArgumentOutOfRangeException(nameof(days), days, "A horizon has at least one day.");

    /// <summary>
    /// What was refused: rows with a quantity that is negative, infinite or not a number. An explosion refuses such a demand.
    /// </summary>
    public ImmutableArray<BomFinding> Findings => [.. _findings];

    /// <summary>The items that were added, each once.</summary>
    public ImmutableArray<string> ItemCodes => [.. Items.Codes];

    /// <summary>The sites that were added, each once.</summary>
    public ImmutableArray<string> SiteCodes => [.. Sites.Codes];

    internal CodeTable Items { get; } = new();

    internal CodeTable Sites { get; } = new();

    internal IReadOnlyList<(int Item, int Site, double[] Quantities)> Series => _series;

    /// <summary>
    /// Adds a quantity for every day of the horizon; what was there for the item and site is added to, in the order of the calls.
    /// </summary>
    /// <param name="item">The item; one without a recipe is required as itself.</param>
    /// <param name="site">The site, or an empty text where there is only one.</param>
    /// <param name="quantities">One value a day, finite and not negative.</param>
    /// <param name="origin">The line in the source, for messages.</param>
    /// <exception cref="ArgumentException"><paramref name="quantities"/> has not one value a day.</exception>
    public void Add(string item, string site, ReadOnlySpan<double> quantities, int origin = 0)
    {
        if (quantities.Length != Days) throw new ArgumentException($"{quantities.Length} values for {Days} days", nameof(quantities));
        for (var day = 0; day < Days; day++)
            if (IsRefused(item, site, day, quantities[day], origin)) return;
        var row = Row(item, site);
        for (var day = 0; day < Days; day++) row[day] += quantities[day];
    }

    /// <summary>Adds a quantity on one day; days outside the horizon are ignored.</summary>
    public void Add(string item, string site, DateOnly day, double quantity, int origin = 0)
    {
        var at = day.DayNumber - firstDay.DayNumber;
        if (at < 0 || at >= Days || IsRefused(item, site, at, quantity, origin)) return;
        Row(item, site)[at] += quantity;
    }

    /// <summary>What is wanted, a row an item, site and day with a quantity that is not 0; in no order.</summary>
    public IEnumerable<(string Item, string Site, DateOnly Day, double Quantity)> Rows() => _series.SelectMany(series =>
        Enumerable.Range(0, Days).Where(day => series.Quantities[day] != 0)
            .Select(day => (Items[series.Item], Sites[series.Site], firstDay.AddDays(day), series.Quantities[day])));

    /// <summary>The demand for some of the items over the same horizon; the quantities are shared.</summary>
    internal BomDemand Only(IEnumerable<int> series)
    {
        var part = new BomDemand(firstDay, Days);
        foreach (var at in series)
        {
            var (item, site, quantities) = _series[at];
            var (itemOf, siteOf) = (part.Items.Add(Items[item]), part.Sites.Add(Sites[site]));
            part._rows.Add((itemOf, siteOf), part._series.Count);
            part._series.Add((itemOf, siteOf, quantities));
        }

        return part;
    }

    private double[] Row(string item, string site)
    {
        ref var at = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, (Items.Add(item), Sites.Add(site)), out var known);
        if (known) return _series[at].Quantities;
        at = _series.Count;
        _series.Add((Items.Add(item), Sites.Add(site), new double[Days]));
        return _series[at].Quantities;
    }

    private bool IsRefused(string item, string site, int day, double quantity, int origin)
    {
        if (quantity >= 0 && double.IsFinite(quantity)) return false;
        _findings.Add(new BomFinding(
            origin, "demand", true,
            $"Demand of {item} at '{site}' on {firstDay.AddDays(day):yyyy-MM-dd} is {quantity}; it must be a finite number of 0 or more")
        { Source = BomSource.Demand });
        return true;
    }
}
