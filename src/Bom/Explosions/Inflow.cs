namespace SecretMagic.Bom;

/// <summary>
/// What sites ask of the sites that they take from: for each item with sourcing and each such site a sum a position, added to in the order
/// of the sites.
/// </summary>
internal sealed class Inflow(int slots, int firstSite, int sites, int width)
{
    private readonly double[][] _sums = new double[slots * sites][];
    private readonly bool[] _has = new bool[slots * sites];

    internal bool Has(int slot, int site) => site >= firstSite && _has[At(slot, site)];

    internal ReadOnlySpan<double> Of(int slot, int site) => _sums[At(slot, site)];

    /// <summary>
    /// Adds what is needed, so many days earlier. What falls before the axis is past due, its first position; what falls before a later
    /// window was counted when that part of the axis was computed.
    /// </summary>
    internal void Add(int slot, int site, ColumnTile tile, DayRange within, int days, ReadOnlySpan<double> quantities)
    {
        var sum = _sums[At(slot, site)] ??= new double[width];
        _has[At(slot, site)] = true;
        for (var at = within.From; at < within.To; at++)
        {
            var to = at - days;
            if (to >= 0) sum[to] += quantities[at];
            else if (tile.First == 0) sum[0] += quantities[at];
        }
    }

    internal void Clear(int slot)
    {
        for (var at = slot * sites; at < (slot + 1) * sites; at++)
        {
            if (_has[at]) Array.Clear(_sums[at]);
            _has[at] = false;
        }
    }

    internal void Clear()
    {
        for (var at = 0; at < _has.Length; at++)
            if (_has[at]) Array.Clear(_sums[at]);
        Array.Clear(_has);
    }

    /// <summary>Only sites from which something is taken have sums; they stand at the end.</summary>
    private int At(int slot, int site) => slot * sites + site - firstSite;
}
