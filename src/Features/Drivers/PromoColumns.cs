using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>The columns of the panel that promotions are read from, and the rule that reads them.</summary>
internal sealed record PromoColumns(int? Flag, int? Price, int? Reference, double MinDepth)
{
    /// <summary>The price is compared with the highest one of so many days when there is no reference price.</summary>
    public const int ReferenceDays = 28;

    /// <summary>The rows before a row that decide about it.</summary>
    public int Lead(TimeGrid grid) => Price is not null && Reference is null ? StepsIn(grid, ReferenceDays) - 1 : 0;

    /// <summary>The rows of so many days, at least one.</summary>
    public static int StepsIn(TimeGrid grid, int days) => (int)Math.Max(1, days * Frequency.Day.Micros / grid.Frequency.Micros);
}
