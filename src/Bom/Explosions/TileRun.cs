namespace SecretMagic.Bom;

/// <summary>
/// Cuts a plan into tiles that fit in memory and sweeps them: days in order; within them the sites, producing ones last and together.
/// </summary>
internal static class TileRun
{
    internal static void Each(ExplosionPlan plan, long tileBytes, bool wholeHorizon, StockLedger? ledger, Action<Sweep, ColumnTile> done)
    {
        var producing = plan.Sites.Length - plan.FirstProducing;
        var columns = Math.Max(1, tileBytes / (8L * Math.Max(1, plan.Rows)));
        var days = wholeHorizon ? plan.Days : (int)Math.Clamp(columns / Math.Max(1, producing), 1, plan.Days);
        if (days < plan.Days && days > 8) days &= ~7;
        var group = (int)Math.Clamp(columns / days, 1, Math.Max(1, plan.FirstProducing));
        using var sweep = new Sweep(plan, checked(Math.Max(group, producing) * days), days);
        for (var firstDay = 0; firstDay < plan.Days; firstDay += days)
        {
            sweep.BeginDays();
            var width = Math.Min(days, plan.Days - firstDay);
            for (var site = 0; site < plan.FirstProducing; site += group)
                Tile(new ColumnTile(site, Math.Min(group, plan.FirstProducing - site), firstDay, width));
            if (producing > 0) Tile(new ColumnTile(plan.FirstProducing, producing, firstDay, width));
        }

        void Tile(ColumnTile tile)
        {
            sweep.Run(tile, ledger);
            done(sweep, tile);
        }
    }
}
