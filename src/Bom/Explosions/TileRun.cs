namespace SecretMagic.Bom;

/// <summary>
/// Cuts a plan into tiles that fit in memory and sweeps them: positions in order; within them the sites, those that others take from last
/// and together. A tile reaches beyond its results as far as what is needed later decides about what is needed now.
/// </summary>
internal static class TileRun
{
    /// <summary>A tile of this size is read from a near cache, and is wide enough for what each row costs besides its columns.</summary>
    private const long CacheBytes = 1 << 20;

    /// <summary>Narrower tiles cost more for each row than they gain in cache.</summary>
    private const long LeastColumns = 32;

    internal static void Each(ExplosionPlan plan, long tileBytes, int lookAhead, StockLedger? ledger, Action<Sweep, ColumnTile> done)
    {
        var producing = plan.Sites.Length - plan.FirstProducing;
        var rowBytes = 8L * Math.Max(1, TileBlock.RowsOf(plan, ledger));
        var columns = Math.Clamp(Math.Max(LeastColumns, CacheBytes / rowBytes), 1, Math.Max(1, tileBytes / rowBytes));
        var halo = (int)Math.Min((long)plan.LeadHalo + lookAhead, plan.Days);
        var days = (int)Math.Clamp(columns / Math.Max(1, producing) - halo, Math.Max(1, halo), plan.Days);
        if (days < plan.Days && days > 8) days &= ~7;
        var widest = days + halo + plan.Shift;
        var group = (int)Math.Clamp(columns / widest, 1, Math.Max(1, plan.FirstProducing));
        using var sweep = new Sweep(plan, ledger, checked(Math.Max(group, producing) * widest), widest);
        for (var day = 0; day < plan.Days; day += days)
        {
            sweep.BeginWindow();
            var first = day == 0 ? 0 : day + plan.Shift;
            var kept = Math.Min(days, plan.Days - day) + (day == 0 ? plan.Shift : 0);
            var width = Math.Min(kept + halo, plan.Axis - first);
            for (var site = 0; site < plan.FirstProducing; site += group)
                Tile(new ColumnTile(site, Math.Min(group, plan.FirstProducing - site), first, kept, width));
            if (producing > 0) Tile(new ColumnTile(plan.FirstProducing, producing, first, kept, width));
        }

        void Tile(ColumnTile tile)
        {
            sweep.Run(tile);
            done(sweep, tile);
        }
    }
}
