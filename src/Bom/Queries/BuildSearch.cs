namespace SecretMagic.Bom;

/// <summary>
/// The largest value at which nothing lacks. What lacks only grows with it, so it is found by halving, down to neighbouring doubles: shared
/// materials, stock of semi-finished items and fixed quantities are exact.
/// </summary>
internal static class BuildSearch
{
    internal static BomBuild Of(BomGraph graph, BomDay day, int row, double[] stock)
    {
        stock[row] = 0;
        var sweep = new DaySweep(graph, day, [row]);
        var demand = new double[stock.Length];
        if (!day.HasRecipe(row)) return new BomBuild(0, graph.Rows[row].Code);
        var most = Whole(Largest(1, double.PositiveInfinity, Holds));
        if (double.IsPositiveInfinity(most)) return new BomBuild(most, null);
        Holds(Math.BitIncrement(most) + LotRule.Tolerance * Math.Max(1, most));
        return new BomBuild(most, sweep.FirstShort() is var lacking and >= 0 ? graph.Rows[lacking].Code : null);

        bool Holds(double quantity)
        {
            demand[row] = quantity;
            sweep.Run(demand, stock);
            return sweep.FirstShort() < 0;
        }
    }

    /// <summary>The largest value up to a limit that passes; 0 passes always.</summary>
    internal static double Largest(double guess, double limit, Func<double, bool> passes)
    {
        const double Unlimited = 1e18;
        if (double.IsFinite(limit) && passes(limit)) return limit;
        var (low, high) = (0.0, Math.Min(guess, limit));
        while (high < limit && passes(high))
        {
            if (high > Unlimited) return double.PositiveInfinity;
            (low, high) = (high, Math.Min(2 * high, limit));
        }

        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) break;
            if (passes(middle)) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>A whole number where rounding alone keeps from it. What is told, not what is computed with: it need not pass.</summary>
    internal static double Whole(double value)
    {
        var whole = Math.Round(value);
        return whole > value && whole - value <= LotRule.Tolerance * Math.Max(1, whole) && !double.IsSubnormal(value) ? whole : value;
    }
}
