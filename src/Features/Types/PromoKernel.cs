using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Promotions of one series at a time: computed for all its rows when the series changes, because distances look both
/// ways.</summary>
internal sealed class PromoKernel(SeriesPanel panel, Promo.Input input) : Kernel
{
    private readonly WindowSweep _highest = new(StepsIn(panel.Grid, Promo.ReferenceDays));
    private readonly List<(int Feature, Promo.Output Output)> _members = [];
    private double[] _isPromo = [];
    private double[] _depths = [];
    private double[] _since = [];
    private double[] _until = [];
    private int _series = -1;

    public void Add(int feature, Promo.Output output) => _members.Add((feature, output));

    public override void Dispose()
    {
        _highest.Dispose();
        base.Dispose();
    }

    public override void Run(Tile tile, Span<double> state)
    {
        if (_series != tile.Series) Survey(tile.Series);
        foreach (var (feature, output) in _members)
        {
            var values = output switch
            {
                Promo.Output.IsPromo => _isPromo,
                Promo.Output.Depth => _depths,
                Promo.Output.DaysSince => _since,
                _ => _until,
            };
            tile.Writer.Write(feature, values.AsSpan(tile.From, tile.Count), 0);
        }
    }

    private static int StepsIn(TimeGrid grid, int days) => (int)Math.Max(1, days * Frequency.Day.Micros / grid.Frequency.Micros);

    private void Survey(int series)
    {
        _series = series;
        var length = panel.Length(series);
        if (_isPromo.Length < length)
        {
            (_isPromo, _depths) = (new double[length], new double[length]);
            (_since, _until) = (new double[length], new double[length]);
        }

        if (input.Price is { } price) ReadDepths(series, panel.Values(price, series));
        ReadFlags(series, length);
        Walk(series, length, 0, 1, _since, ReasonNan.Warmup);
        Walk(series, length, length - 1, -1, _until, ReasonNan.Missing);
    }

    private void ReadDepths(int series, ReadOnlySpan<double> prices)
    {
        if (input.Reference is { } reference) panel.Values(reference, series).CopyTo(_depths);
        else _highest.Roll(prices, panel.FirstPeriod(series), new Max(), 1, _depths);
        for (var i = 0; i < prices.Length; i++)
        {
            var full = _depths[i];
            _depths[i] = double.IsNaN(prices[i]) || double.IsNaN(full) ? ReasonNan.Missing
                : full == 0 ? ReasonNan.Undefined
                : 1 - prices[i] / full;
        }
    }

    private void ReadFlags(int series, int length)
    {
        if (input.Flag is { } column)
        {
            var flags = panel.Values(column, series);
            for (var i = 0; i < length; i++) _isPromo[i] = double.IsNaN(flags[i]) ? ReasonNan.Missing : flags[i] == 0 ? 0 : 1;
            return;
        }

        for (var i = 0; i < length; i++)
            _isPromo[i] = double.IsNaN(_depths[i]) ? _depths[i] : _depths[i] >= input.MinDepth ? 1 : 0;
    }

    /// <summary>Calendar days from the last promotion met on the way; <paramref name="unknown"/> while none could have been met.</summary>
    private void Walk(int series, int length, int start, int step, double[] distances, double unknown)
    {
        var met = int.MinValue;
        for (var i = start; (uint)i < (uint)length; i += step)
        {
            var day = panel.Grid.DayOf(panel.FirstPeriod(series) + i);
            if (_isPromo[i] == 1) met = day;
            var walked = Math.Abs(day - panel.Grid.DayOf(panel.FirstPeriod(series) + start));
            distances[i] = met != int.MinValue ? Math.Min(Promo.MaxDays, Math.Abs(day - met))
                : walked >= Promo.MaxDays ? Promo.MaxDays
                : unknown;
        }
    }
}
