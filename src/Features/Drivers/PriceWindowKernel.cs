namespace SecretMagic.Features;

/// <summary>Where the price of a row stands among the prices of the window that ends with it.</summary>
internal sealed class PriceWindowKernel(HistoryInput prices, int window) : Kernel
{
    private readonly WindowSweep _sweep = new(window);
    private readonly double[] _low = new double[Tile.MaxRows + window];
    private readonly double[] _high = new double[Tile.MaxRows + window];
    private readonly double[] _mean = new double[Tile.MaxRows + window];
    private readonly double[] _values = new double[Tile.MaxRows];
    private readonly List<(int Feature, bool IsPosition, int MinSamples)> _members = [];

    public void Add(int feature, bool isPosition, int minSamples) => _members.Add((feature, isPosition, minSamples));

    public override void Dispose()
    {
        _sweep.Dispose();
        base.Dispose();
    }

    public override void Run(Tile tile, Span<double> state)
    {
        var before = window - 1;
        var run = prices.Values.Slice(prices.Lead - before, before + tile.Count);
        foreach (var (feature, isPosition, minSamples) in _members)
        {
            if (isPosition)
            {
                _sweep.Roll(run, tile.Period - before, new Min(), minSamples, _low);
                _sweep.Roll(run, tile.Period - before, new Max(), minSamples, _high);
            }
            else _sweep.Roll(run, tile.Period - before, new Ma(), minSamples, _mean);

            for (var i = 0; i < tile.Count; i++)
            {
                var price = run[before + i];
                var value = isPosition ? Position(price, _low[before + i], _high[before + i]) : Momentum(price, _mean[before + i]);
                _values[i] = !double.IsNaN(value) ? value
                    : double.IsNaN(price) ? ReasonNan.Missing
                    : !double.IsNaN(isPosition ? _low[before + i] : _mean[before + i]) ? ReasonNan.Undefined
                    : tile.From + i < before ? ReasonNan.Warmup
                    : ReasonNan.TooFewValid;
            }

            tile.Writer.Write(feature, _values.AsSpan(0, tile.Count), 0);
        }
    }

    private static double Position(double price, double low, double high) => high > low ? (price - low) / (high - low) : double.NaN;

    private static double Momentum(double price, double mean) => mean == 0 ? double.NaN : price / mean - 1;
}
