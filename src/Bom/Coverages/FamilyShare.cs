namespace SecretMagic.Bom;

/// <summary>
/// Rows that are settled together at one site: a parent's need goes to the alternate that has stock, in their order, after what only one of
/// them can serve; co-products are made by common runs, and what one has too much of is its stock.
/// </summary>
internal static class FamilyShare
{
    internal static void Run(ExplosionPlan plan, StockLedger ledger, Sweep sweep, BomFamily family, int site, DayRange within)
    {
        foreach (var row in family.Rows) sweep.Enliven(row);
        var accounts = Array.ConvertAll(family.Rows, row => ledger.Find(row, site)!);
        var arrivals = new double[family.Rows.Length][];
        for (var i = 0; i < arrivals.Length; i++)
            arrivals[i] = ledger.Arrivals(sweep, accounts[i], family.Rows[i], site, within.From, accounts[i].Current.Next).ToArray();
        for (var at = within.From; at < within.To; at++)
        {
            if (!family.Groups.IsEmpty) Alternate(plan, sweep, family, site, at, accounts, arrivals);
            foreach (var process in family.Processes) Produce(plan, sweep, family, process, site, at, accounts, arrivals);
            if (at + 1 != sweep.Tile.Kept) continue;
            foreach (var account in accounts)
            {
                account.Save();
                account.SaveShared();
            }
        }
    }

    private static void Alternate(
        ExplosionPlan plan, Sweep sweep, BomFamily family, int site, int at, StockAccount[] accounts, double[][] arrivals)
    {
        var day = plan.FirstDay + Math.Max(0, sweep.Tile.First + at - plan.Shift);
        Span<double> spare = stackalloc double[family.Rows.Length];
        for (var i = 0; i < spare.Length; i++)
        {
            accounts[i].Current.Shared += arrivals[i][at];
            spare[i] = accounts[i].Current.Shared - Need(i);
        }

        // What a group wants of its first member is in that member's need; until it is placed, stock is for the needs of the others.
        foreach (var group in family.Groups)
            if (First(group) is var first and >= 0) spare[Index(group, first)] += Wanted(group) * group.Members[first].Factor;
        foreach (var group in family.Groups)
        {
            var (first, rest) = (First(group), Wanted(group));
            if (first < 0 || rest <= 0) continue;
            var moved = 0.0;
            for (var i = first; i < group.Members.Length && rest > 0; i++)
            {
                var (member, row) = (group.Members[i], Index(group, i));
                if (!member.Holds(day, plan.Sites[site]) || !(member.Factor > 0)) continue;
                var taken = Math.Min(rest, Math.Max(0, spare[row]) / member.Factor);
                if (taken <= 0) continue;
                spare[row] -= taken * member.Factor;
                rest -= taken;
                if (i == first) continue;
                moved += taken;
                sweep.Need(member.Item, site)[at] += taken * member.Factor;
            }

            if (moved > 0)
            {
                ref var need = ref sweep.Need(group.Members[first].Item, site)[at];
                need = Math.Max(0, need - moved * group.Members[first].Factor);
            }
        }

        for (var i = 0; i < spare.Length; i++)
            accounts[i].Current.Shared = Math.Max(0, accounts[i].Current.Shared - Need(i));

        double Need(int i) => sweep.Need(family.Rows[i], site)[at];

        int Index(AlternateGroup group, int member) => Array.IndexOf(family.Rows, group.Members[member].Item);

        int First(AlternateGroup group)
        {
            for (var i = 0; i < group.Members.Length; i++)
                if (group.Members[i].Holds(day, plan.Sites[site])) return i;
            return -1;
        }

        double Wanted(AlternateGroup group)
        {
            if (!sweep.IsLive(group.Parent)) return 0;
            var made = sweep.Made(group.Parent, site);
            var later = at + plan.Lead[group.Parent];
            return later < made.Length ? made[later] : 0;
        }
    }

    private static void Produce(
        ExplosionPlan plan, Sweep sweep, BomFamily family, IReadOnlyList<(int Row, double Runs)> products, int site, int at,
        StockAccount[] accounts, double[][] arrivals)
    {
        var runs = 0.0;
        foreach (var (row, perUnit) in products)
        {
            var i = Array.IndexOf(family.Rows, row);
            if (plan.SourceOf(row)?.From[site] >= 0) continue;
            accounts[i].Current.Left += arrivals[i][at];
            accounts[i].Current.Next = sweep.Tile.First + at + 1;
            runs = Math.Max(runs, perUnit * Math.Max(0, sweep.Need(row, site)[at] - accounts[i].Current.Left));
        }

        foreach (var (row, perUnit) in products)
        {
            var i = Array.IndexOf(family.Rows, row);
            if (plan.SourceOf(row)?.From[site] >= 0) continue;
            var made = runs / perUnit;
            sweep.Made(row, site)[at] = made;
            accounts[i].Current.Left = Math.Max(0, accounts[i].Current.Left + made - sweep.Need(row, site)[at]);
        }
    }
}
