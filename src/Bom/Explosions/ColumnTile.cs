namespace SecretMagic.Bom;

/// <summary>
/// Some sites over some days of the horizon: what is computed at once. Column (site, day) of a row is <c>site * Days + day</c>, counted
/// within.
/// </summary>
internal readonly record struct ColumnTile(int FirstSite, int Sites, int FirstDay, int Days)
{
    internal int Columns => Sites * Days;

    /// <summary>Values from one row to the next: whole cache lines.</summary>
    internal int Stride => (Columns + 7) & ~7;

    internal bool HasSite(int site) => site >= FirstSite && site < FirstSite + Sites;

    internal int ColumnOf(int site) => (site - FirstSite) * Days;
}
