using System.Runtime.ExceptionServices;

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

    /// <summary>
    /// Sweeps all tiles; <paramref name="done"/> is told every live row of each, one tile after another in their order. Several threads sweep where tiles
    /// do not depend on each other: where there is no stock, and no site takes from another.
    /// </summary>
    internal static void Each(ExplosionPlan plan, ExplosionOptions options, int lookAhead, StockLedger? ledger, Action<Sweep, int> done)
    {
        var producing = plan.Sites.Length - plan.FirstProducing;
        var threads = ledger is null && producing == 0 ? Math.Max(1, options.Threads) : 1;
        var rowBytes = 8L * Math.Max(1, TileBlock.RowsOf(plan, ledger));
        var columns = Math.Max(LeastColumns, CacheBytes / rowBytes);
        var share = ((long)plan.Axis * plan.Sites.Length + threads - 1) / threads;
        if (threads > 1) columns = Math.Min(columns, (share + 7) & ~7);
        columns = Math.Clamp(columns, 1, Math.Max(1, options.TileBytes / threads / rowBytes));
        var halo = (int)Math.Min((long)plan.LeadHalo + lookAhead, plan.Days);
        var days = (int)Math.Clamp(columns / Math.Max(1, producing) - halo, Math.Max(1, halo), plan.Days);
        if (days < plan.Days && days > 8) days &= ~7;
        var widest = days + halo + plan.Shift;
        var group = (int)Math.Clamp(columns / widest, 1, Math.Max(1, plan.FirstProducing));
        var tiles = new List<ColumnTile>();
        for (var day = 0; day < plan.Days; day += days)
        {
            var first = day == 0 ? 0 : day + plan.Shift;
            var kept = Math.Min(days, plan.Days - day) + (day == 0 ? plan.Shift : 0);
            var width = Math.Min(kept + halo, plan.Axis - first);
            for (var site = 0; site < plan.FirstProducing; site += group)
                tiles.Add(new ColumnTile(site, Math.Min(group, plan.FirstProducing - site), first, kept, width));
            if (producing > 0) tiles.Add(new ColumnTile(plan.FirstProducing, producing, first, kept, width));
        }

        Sweep NewSweep() => new(plan, ledger, checked(Math.Max(group, producing) * widest), widest);
        if (Math.Min(threads, tiles.Count) > 1) InTurn(tiles, Math.Min(threads, tiles.Count), NewSweep, done);
        else OneByOne(tiles, NewSweep, done);
    }

    private static void OneByOne(List<ColumnTile> tiles, Func<Sweep> newSweep, Action<Sweep, int> done)
    {
        using var sweep = newSweep();
        for (var at = 0; at < tiles.Count; at++)
        {
            if (at == 0 || tiles[at].First != tiles[at - 1].First) sweep.BeginWindow();
            sweep.Run(tiles[at], done);
        }
    }

    /// <summary>
    /// Each thread takes the next tile, sweeps it, and waits until all tiles before it were told: whoever waits, waits for a thread that works.
    /// </summary>
    private static void InTurn(List<ColumnTile> tiles, int threads, Func<Sweep> newSweep, Action<Sweep, int> done)
    {
        var (taken, told, hasFailed, gate) = (-1, 0, false, new object());
        try
        {
            Parallel.For(0, threads, _ => Take());
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        void Take()
        {
            using var sweep = newSweep();
            for (var at = Interlocked.Increment(ref taken); at < tiles.Count && !hasFailed; at = Interlocked.Increment(ref taken))
            {
                var isTold = false;
                try
                {
                    sweep.BeginWindow();
                    sweep.Run(tiles[at]);
                    lock (gate)
                        while (told != at && !hasFailed) Monitor.Wait(gate);
                    if (!hasFailed) sweep.Each(done);
                    isTold = true;
                }
                finally
                {
                    lock (gate)
                    {
                        (told, hasFailed) = (told + 1, hasFailed || !isTold);
                        Monitor.PulseAll(gate);
                    }
                }
            }
        }
    }
}
