namespace SecretMagic.Bom;

/// <summary>
/// Demand against stock: level by level, in the order of days, stock is used first; the rest of a produced item is exploded further, the
/// rest of a raw material is short. Stock is of a site: it is used for what the site requires, before anything is fetched from a producing
/// site.
/// </summary>
/// <remarks>
/// Laws: without stock the gross requirements are those of <see cref="Explosion"/>, by bits; used stock never exceeds what arrived until
/// that day. Memory: items x days of the horizon x 8 bytes for a site at least (for all producing sites together), by
/// <see cref="ExplosionOptions.TileBytes"/> for more sites at once, and 16 bytes a day for each item and site with stock.
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
        _plan = new ExplosionPlan(graph, demand, options.MaxLevels);
        _recipes = new RecipeDays(_plan);
    }

    /// <summary>
    /// Runs, and hands over a row for every item and site with a requirement that has stock there, or is a raw material, or is short. A row
    /// covers the horizon. Groups of sites follow each other, producing sites last; in a group by level, item code and site.
    /// </summary>
    public ExplosionSummary Run(Action<CoverageRow> receive)
    {
        var tally = new RunTally(_plan);
        var ledger = new StockLedger(_plan, _stock);
        var lanes = new CoverageLanes(_plan.Days);
        TileRun.Each(_plan, _options.TileBytes, wholeHorizon: true, ledger, (sweep, tile) =>
        {
            for (var row = 0; row < _plan.Rows; row++)
            {
                if (!sweep.IsLive(row)) continue;
                for (var site = tile.FirstSite; site < tile.FirstSite + tile.Sites; site++)
                    HandOver(sweep, ledger, lanes, row, site, tally, receive);
            }

            ledger.Release();
        });
        return tally.Summary(withStock: true);
    }

    private void HandOver(
        Sweep sweep, StockLedger ledger, CoverageLanes lanes, int row, int site, RunTally tally, Action<CoverageRow> receive)
    {
        var item = _plan.Item(row);
        ReadOnlySpan<double> rest = sweep.Row(row, site);
        var account = ledger.Find(item.IsTwin ? item.TwinOf : row, site);
        var gross = item.IsTwin ? rest : account?.Gross ?? rest;
        if (!gross.ContainsAnyExcept(0.0)) return;
        tally.Cut(row, site, 0, rest);
        if (item.IsPhantom) return;
        tally.Required(row);

        var kind = _plan.Kind(row, site);
        var recipeDays = _recipes.Of(row);
        var isSupplied = kind == SupplyKind.Transferred || (kind == SupplyKind.Produced && recipeDays is null);
        if (account is null && isSupplied) return;
        lanes.Use(gross, account, item.IsTwin);
        var isShort = lanes.Supply(gross, kind, item.Planned, recipeDays);
        if (isShort) tally.Short(row);
        else if (account is null && kind == SupplyKind.Produced) return;
        tally.Rows++;
        receive(new CoverageRow
        {
            Item = item.Code,
            Site = _plan.Sites[site],
            FirstDay = DateOnly.FromDayNumber(_plan.FirstDay),
            Kind = kind,
            Level = item.Level,
            Gross = gross,
            StockUsed = lanes.Used,
            Planned = lanes.Planned,
            Short = lanes.Short,
            DaysOfCover = lanes.Cover(gross),
        });
    }
}
