namespace SecretMagic.Bom;

/// <summary>
/// One item at one site over the horizon, a value a day in each span, in the item's unit, never NaN; spans are valid until the receiver
/// returns. Gross = StockUsed + Short + what is made or fetched.
/// </summary>
public readonly ref struct CoverageRow
{
    /// <summary>The item.</summary>
    public required string Item { get; init; }

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The first day of the horizon.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>Where the item comes from at this site.</summary>
    public required SupplyKind Kind { get; init; }

    /// <summary>The item's level: the longest way down to it.</summary>
    public required int Level { get; init; }

    /// <summary>What is required, after the stock of everything made of it was used.</summary>
    public required ReadOnlySpan<double> Gross { get; init; }

    /// <summary>What of it is taken from stock and receipts.</summary>
    public required ReadOnlySpan<double> StockUsed { get; init; }

    /// <summary>
    /// What is made here for the rest, loss included (rest * (1 + scrap) / yield), or fetched from the site that produces it; 0 for raw
    /// materials.
    /// </summary>
    public required ReadOnlySpan<double> Planned { get; init; }

    /// <summary>What is missing: the rest of a raw material, and of a produced item on days on which none of its lines holds.</summary>
    public required ReadOnlySpan<double> Short { get; init; }

    /// <summary>
    /// How many further days the stock left after the day lasts, receipts still to come not counted: whole days that it covers, and the
    /// covered fraction of the first one that it does not. Days without requirement are covered. At most the remaining days of the horizon,
    /// so 0 on the last.
    /// </summary>
    public required ReadOnlySpan<double> DaysOfCover { get; init; }
}
