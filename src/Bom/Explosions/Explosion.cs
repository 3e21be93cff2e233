namespace SecretMagic.Bom;

/// <summary>
/// Demand down to raw materials: the gross requirement of every item at every site on every day. An item that a site takes from another is a
/// requirement there and, as many days earlier as the way takes, demand of the other site; its components are needed where it is made.
/// </summary>
/// <remarks>
/// Law: for a raw material, the sum over sites equals the explosion without sites. Bits depend on the demand and on what the lines say; not
/// on their order and not on the size of tiles. Cost: about lines x columns x 0.1 to 0.6 ns.
/// </remarks>
public sealed class Explosion
{
    private readonly ExplosionOptions _options;
    private readonly ExplosionPlan _plan;

    /// <summary>Lays a graph over the horizon of a demand; O(lines + demand).</summary>
    /// <exception cref="ArgumentException">The demand has findings.</exception>
    public Explosion(BomGraph graph, BomDemand demand, ExplosionOptions options)
    {
        _options = options;
        _plan = new ExplosionPlan(graph, demand, options.MaxLevels, options.Whole);
    }

    /// <summary>
    /// Runs, and hands over every row with a requirement: tile by tile (days in order, then sites), in a tile by level, item code and site.
    /// A row covers the days of its tile. Phantoms have no row. One row at a time, on any of the threads.
    /// </summary>
    public ExplosionSummary Run(Action<RequirementRow> receive)
    {
        var tally = new RunTally(_plan);
        TileRun.Each(_plan, _options, lookAhead: 0, ledger: null, (sweep, row) => HandOver(sweep, row, tally, receive));
        return tally.Summary(withStock: false);
    }

    private void HandOver(Sweep sweep, int row, RunTally tally, Action<RequirementRow> receive)
    {
        var (tile, item) = (sweep.Tile, _plan.Item(row));
        var pastDue = tile.First == 0 ? _plan.Shift : 0;
        for (var site = tile.FirstSite; site < tile.FirstSite + tile.Sites; site++)
        {
            ReadOnlySpan<double> quantities = sweep.Need(row, site)[..tile.Kept];
            if (!quantities.ContainsAnyExcept(0.0)) continue;
            tally.Cut(row, site, tile.First, quantities);
            if (item.IsPhantom) continue;
            tally.Required(row);
            tally.Handed(row, site);
            var firstDay = DateOnly.FromDayNumber(_plan.FirstDay + Math.Max(0, tile.First - _plan.Shift));
            receive(new RequirementRow(item.Code, _plan.Sites[site], firstDay, quantities[pastDue..], _plan.Kind(row, site), item.Level)
            {
                PastDue = pastDue > 0 ? quantities[0] : 0,
            });
        }
    }
}
