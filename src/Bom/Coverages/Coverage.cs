namespace SecretMagic.Bom;

/// <summary>
/// Demand against stock: level by level, in the order of days, stock is used first; the rest of a produced item is made, in lots where it
/// has them, and its components are required; the rest of a raw material is short. Stock is of a site: it is used for what the site
/// requires, before anything is fetched from another site.
/// </summary>
/// <remarks>
/// Laws: without stock and lots the gross requirements are those of <see cref="Explosion"/>, by bits; used stock never exceeds what arrived
/// until that day; no result depends on tiles. Memory: <see cref="ExplosionOptions.TileBytes"/>, at least items x (days looked ahead) x 16
/// bytes for a site, and some 100 bytes for each item and site with stock. Only where lines that stop take from stock a tile is the whole
/// horizon.
/// </remarks>
public sealed class Coverage
{
    private readonly ExplosionOptions _options;
    private readonly ExplosionPlan _plan;
    private readonly BomStock _stock;
    private readonly RecipeDays _recipes;

    /// <summary>Lays a graph over the horizon of a demand.</summary>
    /// <exception cref="ArgumentException">The demand or the stock has findings.</exception>
    public Coverage(BomGraph graph, BomDemand demand, BomStock stock, ExplosionOptions options)
    {
        if (!stock.Findings.IsEmpty) throw new ArgumentException($"The stock has findings: {stock.Findings[0].Message}", nameof(stock));
        _options = options;
        _stock = stock;
        _plan = new ExplosionPlan(graph, demand, options.MaxLevels, options.Whole);
        _recipes = new RecipeDays(_plan);
    }

    /// <summary>
    /// Runs, and hands over a row for every item and site with a requirement that has stock or lots there, or is a raw material, or cannot
    /// be made on some day. A row covers the days of its tile: days in order; within them groups of sites, those that others take from last; in a group
    /// by level, item code and site.
    /// </summary>
    public ExplosionSummary Run(Action<CoverageRow> receive)
    {
        var tally = new RunTally(_plan);
        var ledger = new StockLedger(_plan, _stock);
        var lanes = new CoverageLanes(_plan, ledger, Math.Max(0, _options.CoverDays));
        var lookAhead = ledger.HasTwins ? _plan.Days : Math.Max(Math.Max(0, _options.CoverDays), ledger.LookAhead);
        TileRun.Each(_plan, _options, lookAhead, ledger, (sweep, row) =>
        {
            for (var site = sweep.Tile.FirstSite; site < sweep.Tile.FirstSite + sweep.Tile.Sites; site++)
                HandOver(sweep, ledger, lanes, row, site, tally, receive);
        });
        return tally.Summary(withStock: true);
    }

    private void HandOver(
        Sweep sweep, StockLedger ledger, CoverageLanes lanes, int row, int site, RunTally tally, Action<CoverageRow> receive)
    {
        var item = _plan.Item(row);
        var tile = sweep.Tile;
        ReadOnlySpan<double> need = sweep.Need(row, site);
        var gross = need[..tile.Kept];
        var kind = _plan.Kind(row, site);
        var account = ledger.Find(item.IsTwin ? item.TwinOf : row, site);
        var isRequired = gross.ContainsAnyExcept(0.0);
        if (!isRequired && account is null) return;
        if (isRequired) tally.Cut(row, site, tile.First, sweep.Made(row, site)[..tile.Kept]);
        if (item.IsPhantom) return;
        if (isRequired) tally.Required(row);

        var recipeDays = _recipes.Of(row);
        var isSupplied = kind == SupplyKind.Transferred || (kind == SupplyKind.Produced && recipeDays is null);
        if (account is null && isSupplied) return;
        lanes.Use(sweep, account, row, site, kind);
        var isShort = lanes.Supply(tile, need, kind, item.Planned, recipeDays);
        if (isShort) tally.Short(row);
        if (!isRequired && !lanes.Planned[..tile.Kept].ContainsAnyExcept(0.0) && !ledger.HasYields(row)) return;
        tally.Handed(row, site);
        var past = tile.First == 0 ? _plan.Shift : 0;
        receive(new CoverageRow
        {
            Item = item.Code,
            Site = _plan.Sites[site],
            FirstDay = DateOnly.FromDayNumber(_plan.FirstDay + Math.Max(0, tile.First - _plan.Shift)),
            Kind = kind,
            Level = item.Level,
            Gross = gross[past..],
            StockUsed = lanes.Used[past..tile.Kept],
            Planned = lanes.Planned[past..tile.Kept],
            Short = lanes.Short[past..tile.Kept],
            Left = lanes.Left[past..tile.Kept],
            DaysOfCover = lanes.Cover(need, tile.Kept)[past..tile.Kept],
            PastDue = past > 0 ? gross[0] : 0,
            PastDuePlanned = past > 0 ? lanes.Planned[0] : 0,
            PastDueShort = past > 0 ? lanes.Short[0] : 0,
        });
    }
}
