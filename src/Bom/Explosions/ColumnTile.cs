namespace SecretMagic.Bom;

/// <summary>
/// Some sites over some positions of the axis of days: what is computed at once. Of the <see cref="Width"/> positions of a site the first
/// <see cref="Kept"/> are results; those after them are computed only because what is needed earlier depends on them. Column (site,
/// position) of a row is <c>site * Width + position</c>, counted within.
/// </summary>
internal readonly record struct ColumnTile(int FirstSite, int Sites, int First, int Kept, int Width)
{
    /// <summary>Values from one row to the next.</summary>
    internal int Stride => StrideOf(Columns);

    internal int Columns => Sites * Width;

    internal DayRange Window => new(First, First + Width);

    /// <summary>
    /// Whole cache lines; where a row is more than is pulled at once, an odd number of them: an even one would leave the sets of a cache unused in
    /// which no row begins.
    /// </summary>
    internal static int StrideOf(int columns)
    {
        var lines = (columns + 7) >> 3;
        return (lines <= 4 ? lines : lines | 1) << 3;
    }

    internal bool HasSite(int site) => site >= FirstSite && site < FirstSite + Sites;

    internal int ColumnOf(int site) => (site - FirstSite) * Width;
}
