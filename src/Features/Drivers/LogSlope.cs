namespace SecretMagic.Features;

/// <summary>The sums of which the least-squares slope of ln(target) over ln(price) is made: product / spread.</summary>
/// <param name="Count">The pairs.</param>
/// <param name="Spread">The sum of squares of ln(price) around its mean.</param>
/// <param name="Product">The sum of products of ln(price) and ln(target) around their means.</param>
internal readonly record struct LogSlope(double Count, double Spread, double Product)
{
    /// <summary>The variance of ln(price) where a row weighs 1: prices a tenth apart.</summary>
    private const double UnitVariance = 0.01;

    /// <summary>What a prior weighs, in the unit of <see cref="Spread"/>.</summary>
    public static double WeightOf(double priorRows) => priorRows * UnitVariance;

    /// <summary>The logarithms of rows with price and target above 0; NaN for other rows.</summary>
    /// <param name="paid">The prices.</param>
    /// <param name="sold">The targets.</param>
    /// <param name="x">Room for ln(price).</param>
    /// <param name="y">Room for ln(target).</param>
    public static void Take(ReadOnlySpan<double> paid, ReadOnlySpan<double> sold, Span<double> x, Span<double> y)
    {
        for (var i = 0; i < paid.Length; i++)
        {
            // Both greater than 0: neither is NaN.
            var isPair = sold[i] > 0 && paid[i] > 0;
            (x[i], y[i]) = isPair ? (Logarithm.Of(paid[i]), Logarithm.Of(sold[i])) : (double.NaN, double.NaN);
        }
    }

    /// <summary>Of the pairs of a window, around the oldest one: a constant price has exactly no spread.</summary>
    public static LogSlope Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double count = 0, x0 = 0, y0 = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i])) continue;
            if (count == 0) (x0, y0) = (x[i], y[i]);
            var (dx, dy) = (x[i] - x0, y[i] - y0);
            count++;
            sumX += dx;
            sumY += dy;
            sumXX += dx * dx;
            sumXY += dx * dy;
        }

        return count == 0 ? default : new LogSlope(count, Math.Max(0, sumXX - sumX * sumX / count), sumXY - sumX * sumY / count);
    }

    /// <summary>The slope, drawn to a prior one.</summary>
    public double DrawnTo(double prior, double weight) => Count == 0 ? prior : (Product + weight * prior) / (Spread + weight);
}
