namespace SecretMagic.Bom;

/// <summary>
/// The gross requirement of one item at one site over consecutive days: demand for the item itself and what everything made of it needs.
/// </summary>
/// <param name="item">The item.</param>
/// <param name="site">The site.</param>
/// <param name="firstDay">The day of the first quantity.</param>
/// <param name="quantities">One value a day, in the item's unit; valid until the receiver returns.</param>
/// <param name="kind">Where the item comes from.</param>
/// <param name="level">The item's level in the graph; 0 for an item without lines.</param>
public readonly ref struct RequirementRow(
    string item, string site, DateOnly firstDay, ReadOnlySpan<double> quantities, SupplyKind kind, int level)
{
    /// <summary>The item.</summary>
    public string Item { get; } = item;

    /// <summary>The site.</summary>
    public string Site { get; } = site;

    /// <summary>The day of the first quantity.</summary>
    public DateOnly FirstDay { get; } = firstDay;

    /// <summary>One value a day, in the item's unit; never NaN; valid until the receiver returns.</summary>
    public ReadOnlySpan<double> Quantities { get; } = quantities;

    /// <summary>
    /// What was needed before the first day of the horizon, because lead and transfer days reach back beyond it; on the rows of the first
    /// days only, else 0. It comes on top of the quantities.
    /// </summary>
    public double PastDue { get; init; }

    /// <summary>Where the item comes from at this site.</summary>
    public SupplyKind Kind { get; } = kind;

    /// <summary>The item's level: the longest way down to it.</summary>
    public int Level { get; } = level;
}
