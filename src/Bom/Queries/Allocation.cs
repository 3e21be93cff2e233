using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// Shares of a scarce stock by filling: the shares of all demands grow together until a material is used up; those that need it stay, the
/// others grow on.
/// </summary>
internal static class Allocation
{
    internal static BomAllocation Run(
        BomGraph graph, BomDay day, IReadOnlyList<(string Item, double Quantity)> demand, double[] stock, AllocationPolicy policy)
    {
        int[] rows = [.. demand.Select(want => graph.Row(want.Item))];
        var sweep = new DaySweep(graph, day, rows.Where(row => row >= 0));
        var vector = new double[stock.Length];
        var shares = new double[demand.Count];
        if (policy == AllocationPolicy.Priority)
        {
            for (var i = 0; i < shares.Length; i++)
            {
                var at = i;
                shares[i] = BuildSearch.Largest(demand[i].Quantity / 2, demand[i].Quantity, quantity => Passes(i => i == at ? quantity : shares[i]));
            }
        }
        else
        {
            Fill();
        }

        // Too little to change a rounded sum passes whatever is used up.
        for (var i = 0; i < shares.Length; i++)
            shares[i] = shares[i] <= LotRule.Tolerance * demand[i].Quantity ? 0 : Math.Min(BuildSearch.Whole(shares[i]), demand[i].Quantity);
        return new BomAllocation([.. demand.Select((want, i) => new BomShare(want.Item, want.Quantity, shares[i]))], Scarce());

        void Fill()
        {
            var grows = new bool[shares.Length];
            for (var i = 0; i < grows.Length; i++) grows[i] = demand[i].Quantity > 0;
            var full = policy == AllocationPolicy.Fair ? demand.Select(want => want.Quantity).DefaultIfEmpty(0).Max() : 1;
            while (grows.AsSpan().Contains(true))
            {
                var level = BuildSearch.Largest(full / 2, full, level => Passes(i => grows[i] ? Share(i, level) : shares[i]));
                for (var i = 0; i < shares.Length; i++)
                    if (grows[i]) shares[i] = Share(i, level);
                var more = level + Math.Max(1e-9 * full, Math.BitIncrement(level) - level);
                var stopped = false;
                for (var i = 0; i < shares.Length; i++)
                {
                    var at = i;
                    if (!grows[i] || (level < full && Share(i, level) < demand[i].Quantity && Passes(j => j == at ? Share(j, more) : shares[j]))) continue;
                    grows[i] = false;
                    stopped = true;
                }

                if (!stopped) return;
            }
        }

        double Share(int i, double level) =>
            policy == AllocationPolicy.Fair ? Math.Min(level, demand[i].Quantity) : Math.Min(level, 1) * demand[i].Quantity;

        bool Passes(Func<int, double> share)
        {
            Explode(share);
            return sweep.FirstShort() < 0;
        }

        void Explode(Func<int, double> share)
        {
            Array.Clear(vector);
            for (var i = 0; i < rows.Length; i++)
                if (rows[i] >= 0) vector[rows[i]] += share(i);
            sweep.Run(vector, stock);
        }

        ImmutableArray<BomAllocation.Scarcity> Scarce()
        {
            Explode(i => demand[i].Quantity);
            var needs = sweep.Short().Select(row => (Row: row, Need: sweep.Need[row])).ToArray();
            Explode(i => shares[i]);
            return
            [
                .. needs.Select(need => new BomAllocation.Scarcity(
                    graph.Rows[need.Row].Code, need.Need, stock[need.Row], Math.Min(stock[need.Row], sweep.Need[need.Row])))
                    .OrderBy(scarce => scarce.Item, StringComparer.Ordinal),
            ];
        }
    }
}
