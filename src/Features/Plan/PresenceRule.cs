using System.Collections.Immutable;
using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Which rows of the series at hand have no weight, and why.</summary>
internal sealed class PresenceRule(SeriesRows rows, TimeGrid grid, SeriesAttributes attributes, PresencePlan plan)
{
    /// <summary>A period that no series reaches, and far enough from the ends of the type to be subtracted.</summary>
    private const long Always = 1L << 60;

    private static readonly double NotListed = ReasonNan.Of(NanReason.NotListed);

    /// <summary>Closed, NotListed, StockOut, or Observed for every other row.</summary>
    public Presence Of(int row)
    {
        var (from, end) = Listed();
        var period = rows.FirstPeriod + row;
        return period < from || period >= end ? Presence.NotListed
            : plan.IsOpen is { } open && rows.Values(open)[row - rows.First] <= 0 ? Presence.Closed
            : plan.Stock is { } stock && !plan.CountsStockOuts && rows.Values(stock)[row - rows.First] <= 0 ? Presence.StockOut
            : Presence.Observed;
    }

    /// <summary>True when a row of a column has no weight.</summary>
    public bool Covers(int column, int row) => plan.Covered.Contains(column) && Of(row) != Presence.Observed;

    /// <summary>True when rows of a column can lose their weight.</summary>
    public bool IsAbout(int column) => plan.Covered.Contains(column);

    /// <summary>The rows of a tile on which the product is listed, as positions in the tile.</summary>
    public (int From, int To) Listed(Tile tile)
    {
        var (first, end) = Listed();
        var from = (int)Math.Clamp(first - tile.Period, 0, tile.Count);
        return (from, (int)Math.Clamp(end - tile.Period, from, tile.Count));
    }

    /// <summary>Replaces the values of rows without weight by a NaN with its reason.</summary>
    /// <param name="first">The row of the first value.</param>
    /// <param name="values">The values.</param>
    public void Censor(int first, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (Of(first + i) is not Presence.Observed and var code) values[i] = code == Presence.NotListed ? NotListed : ReasonNan.Missing;
    }

    private (long From, long End) Listed() =>
        (Period(attributes.ListedFrom, 0) ?? -Always, Period(attributes.ListedTo, 1) ?? Always);

    /// <summary>The first period on a day of the series or later; <paramref name="after"/> days behind it.</summary>
    private long? Period(ImmutableArray<int?> days, int after) =>
        days.IsEmpty || days[rows.Position] is not { } day ? null : grid.FirstPeriodFrom(day + after);
}
