namespace SecretMagic.Bom;

/// <summary>
/// One item at one site over consecutive days, a value a day in each span, in the item's unit, never NaN; spans are valid until the
/// receiver returns. Gross = StockUsed + Short + what is made or fetched.
/// </summary>
public readonly ref struct CoverageRow
{
    /// <summary>The item.</summary>
    public required string Item { get; init; }

    /// <summary>The site.</summary>
    public required string Site { get; init; }

    /// <summary>The first day of the row.</summary>
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
    /// What is ordered: made here with its loss (quantity * (1 + scrap) / yield, in lots where the item has them), bought in lots, or
    /// fetched from another site.
    /// </summary>
    public required ReadOnlySpan<double> Planned { get; init; }

    /// <summary>What is missing: the rest of a raw material, and of a produced item on days on which none of its lines holds.</summary>
    public required ReadOnlySpan<double> Short { get; init; }

    /// <summary>
    /// What is left at the end of the day: of stock and receipts, and where the item is made also what lots and by-products are too much.
    /// </summary>
    public required ReadOnlySpan<double> Left { get; init; }

    /// <summary>
    /// How many further days the stock left after the day lasts, receipts still to come not counted: whole days that it covers, and the
    /// covered fraction of the first one that it does not. Days without requirement are covered. At most
    /// <see cref="ExplosionOptions.CoverDays"/> and the remaining days of the horizon, so 0 on the last.
    /// </summary>
    public required ReadOnlySpan<double> DaysOfCover { get; init; }

    /// <summary>What was needed before the horizon, on the row of its first days; see <see cref="RequirementRow.PastDue"/>.</summary>
    public double PastDue { get; init; }

    /// <summary>What is ordered for what is past due.</summary>
    public double PastDuePlanned { get; init; }

    /// <summary>What of the past due is missing.</summary>
    public double PastDueShort { get; init; }

    /// <summary>The first day of the row on which something is missing; null for none.</summary>
    public DateOnly? FirstShortDay => Short.IndexOfAnyExcept(0.0) is var day and >= 0 ? FirstDay.AddDays(day) : null;

    /// <summary>The supplied part of what the days of the row require, (gross - short) / gross; 1 where nothing is required.</summary>
    public double SupplyRatio
    {
        get
        {
            var (gross, missing) = (0.0, 0.0);
            for (var day = 0; day < Gross.Length; day++) (gross, missing) = (gross + Gross[day], missing + Short[day]);
            return gross > 0 ? (gross - missing) / gross : 1;
        }
    }
}
