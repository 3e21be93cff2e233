using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Reads promotions out of rows into buffers of its own: whether there is one, and how deep the discount is.</summary>
internal sealed class PromoRows(PromoColumns columns, TimeGrid grid, int maxRows) : IDisposable
{
    private readonly WindowSweep _highest = new(PromoColumns.StepsIn(grid, PromoColumns.ReferenceDays));
    private readonly double[] _rolled = new double[maxRows + columns.Lead(grid)];
    private readonly double[] _isPromo = new double[maxRows];
    private readonly double[] _depths = new double[maxRows];

    /// <summary>1 and 0; Missing, or Undefined, where it cannot be said.</summary>
    public ReadOnlySpan<double> IsPromo => _isPromo;

    /// <summary>1 - price / reference, or a NaN with its reason.</summary>
    public ReadOnlySpan<double> Depths => _depths;

    public void Dispose() => _highest.Dispose();

    /// <summary>Reads rows.</summary>
    /// <param name="count">The rows that are wanted.</param>
    /// <param name="firstPeriod">The period of the first of them.</param>
    /// <param name="flags">[count], when there is a flag.</param>
    /// <param name="prices">[rows before + count], when there is a price: with the rows before that decide, as far as there are any.</param>
    /// <param name="references">[count], when there is a reference price.</param>
    public void Read(
        int count, long firstPeriod, ReadOnlySpan<double> flags, ReadOnlySpan<double> prices, ReadOnlySpan<double> references)
    {
        if (columns.Price is not null) ReadDepths(count, firstPeriod, prices, references);
        if (columns.Flag is not null)
        {
            for (var i = 0; i < count; i++) _isPromo[i] = double.IsNaN(flags[i]) ? ReasonNan.Missing : flags[i] == 0 ? 0 : 1;
            return;
        }

        for (var i = 0; i < count; i++)
            _isPromo[i] = double.IsNaN(_depths[i]) ? _depths[i] : _depths[i] >= columns.MinDepth ? 1 : 0;
    }

    private void ReadDepths(int count, long firstPeriod, ReadOnlySpan<double> prices, ReadOnlySpan<double> references)
    {
        var before = prices.Length - count;
        if (columns.Reference is null)
        {
            _highest.Roll(prices, firstPeriod - before, new Max(), 1, _rolled);
            references = _rolled.AsSpan(before, count);
        }

        for (var i = 0; i < count; i++)
        {
            var price = prices[before + i];
            _depths[i] = double.IsNaN(price) || double.IsNaN(references[i]) ? ReasonNan.Missing
                : references[i] == 0 ? ReasonNan.Undefined
                : 1 - price / references[i];
        }
    }
}
