using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Which rows of a series have no weight, and why: surveyed once a series, shared by the inputs of a worker.</summary>
internal sealed class PresenceRule(SeriesPanel panel, SeriesAttributes attributes, int? stock, int? isOpen, bool countsStockOuts)
{
    private static readonly double NotListed = ReasonNan.Of(NanReason.NotListed);

    private Presence[] _codes = [];
    private int _series = -1;
    private int _listedFrom;
    private int _listedTo;

    /// <summary>[rows] Closed, NotListed, StockOut, or Observed for every other row.</summary>
    public ReadOnlySpan<Presence> Codes(int series)
    {
        if (_series != series) Survey(series);
        return _codes.AsSpan(0, panel.Length(series));
    }

    /// <summary>The rows of a tile on which the product is listed, as positions in the tile.</summary>
    public (int From, int To) Listed(Tile tile)
    {
        if (_series != tile.Series) Survey(tile.Series);
        var from = Math.Clamp(_listedFrom - tile.From, 0, tile.Count);
        return (from, Math.Clamp(_listedTo - tile.From, from, tile.Count));
    }

    /// <summary>Replaces the values of rows without weight by a NaN with its reason.</summary>
    /// <param name="series">The series.</param>
    /// <param name="first">The row of the first value; negative before the series.</param>
    /// <param name="values">The values.</param>
    public void Censor(int series, int first, Span<double> values)
    {
        var codes = Codes(series);
        var start = Math.Max(0, -first);
        for (var i = start; i < values.Length && first + i < codes.Length; i++)
            if (codes[first + i] != Presence.Observed) values[i] = codes[first + i] == Presence.NotListed ? NotListed : ReasonNan.Missing;
    }

    private void Survey(int series)
    {
        _series = series;
        var length = panel.Length(series);
        if (_codes.Length < length) _codes = new Presence[length];
        _listedFrom = RowOf(series, attributes.ListedFrom, 0, 0);
        _listedTo = RowOf(series, attributes.ListedTo, 1, length);
        var stocks = stock is { } column ? panel.Values(column, series) : default;
        var opens = isOpen is { } other ? panel.Values(other, series) : default;
        for (var row = 0; row < length; row++)
        {
            _codes[row] = row < _listedFrom || row >= _listedTo ? Presence.NotListed
                : !opens.IsEmpty && opens[row] <= 0 ? Presence.Closed
                : !stocks.IsEmpty && stocks[row] <= 0 && !countsStockOuts ? Presence.StockOut
                : Presence.Observed;
        }
    }

    /// <summary>The first row on a day of the series or later; <paramref name="after"/> days behind it.</summary>
    private int RowOf(int series, System.Collections.Immutable.ImmutableArray<int?> days, int after, int otherwise)
    {
        if (days.IsEmpty || days[series] is not { } day) return otherwise;
        return (int)Math.Clamp(panel.Grid.FirstPeriodFrom(day + after) - panel.FirstPeriod(series), 0, panel.Length(series));
    }
}
