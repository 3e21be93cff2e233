using SecretMagic.Bom;

namespace SecretMagic.Pipeline;

/// <summary>How each item fares at each site over the horizon, added up from the rows of a coverage.</summary>
internal sealed class SupplyTally
{
    private readonly Dictionary<(string Item, string Site), Supply> _supplies = [];

    /// <summary>What was added up, in no order.</summary>
    public IReadOnlyCollection<Supply> Supplies => _supplies.Values;

    /// <summary>Adds a row. Rows of an item and site come in the order of days.</summary>
    public void Add(in CoverageRow row)
    {
        if (!_supplies.TryGetValue((row.Item, row.Site), out var supply))
            _supplies.Add((row.Item, row.Site), supply = new Supply(row.Item, row.Site));
        supply.Gross += row.PastDue;
        supply.Short += row.PastDueShort;
        foreach (var gross in row.Gross) supply.Gross += gross;
        foreach (var missing in row.Short) supply.Short += missing;
        supply.FirstShortDay ??= row.PastDueShort > 0 ? row.FirstDay : row.FirstShortDay;
    }

    /// <summary>An item at a site; what is past due is counted on the first day.</summary>
    internal sealed class Supply(string item, string site)
    {
        public string Item => item;

        public string Site => site;

        public double Gross { get; set; }

        public double Short { get; set; }

        /// <summary>The first day on which something is missing; null for none.</summary>
        public DateOnly? FirstShortDay { get; set; }

        /// <summary>The supplied part of what is required; 1 where nothing is.</summary>
        public double Ratio => Gross > 0 ? (Gross - Short) / Gross : 1;
    }
}
