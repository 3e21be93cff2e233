namespace SecretMagic.Features;

/// <summary>
/// Which order statistics make a quantile of n values, and how: h = (n - 1) level, value floor(h) and, by the rest of h, part of the way to
/// the next one (definition R7). Tabulated for every n up to the window.
/// Too few values have a part that is NaN.
/// </summary>
internal sealed class QuantileLevel
{
    private readonly int[] _ranks;
    private readonly double[] _parts;

    public QuantileLevel(double level, int window, int minSamples)
    {
        _ranks = new int[window + 1];
        _parts = new double[window + 1];
        _parts.AsSpan(0, minSamples).Fill(double.NaN);
        for (var count = minSamples; count <= window; count++)
        {
            var h = (count - 1) * level;
            _ranks[count] = (int)h;
            _parts[count] = h - Math.Floor(h);
        }
    }

    /// <summary>[count] the position of the lower value among those in order, from 0.</summary>
    public ReadOnlySpan<int> Ranks => _ranks;

    /// <summary>[count] the part of the way to the next value, in [0, 1); NaN where there are too few.</summary>
    public ReadOnlySpan<double> Parts => _parts;
}
