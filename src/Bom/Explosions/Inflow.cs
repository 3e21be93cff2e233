namespace SecretMagic.Bom;

/// <summary>
/// What sites ask of the sites that produce: for each item with a site of its own, a sum a day, added to in the order of the sites.
/// </summary>
internal sealed class Inflow(int slots, int days)
{
    private readonly double[][] _sums = new double[slots][];
    private readonly bool[] _has = new bool[slots];

    internal bool Has(int slot) => _has[slot];

    internal ReadOnlySpan<double> Of(int slot) => _sums[slot];

    internal void Add(int slot, DayRange within, ReadOnlySpan<double> quantities)
    {
        var sum = _sums[slot] ??= new double[days];
        _has[slot] = true;
        for (var day = within.From; day < within.To; day++) sum[day] += quantities[day];
    }

    internal void Clear()
    {
        for (var slot = 0; slot < slots; slot++)
            if (_has[slot]) Array.Clear(_sums[slot]);
        Array.Clear(_has);
    }
}
