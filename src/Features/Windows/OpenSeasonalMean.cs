namespace SecretMagic.Features;

/// <summary>Mean of the same phase of the last seasons, of rows that count with their share: the sum of share x over the sum of shares, added from the
/// oldest on.</summary>
internal sealed class OpenSeasonalMean(
    HistoryInput input, HistoryInput shares, HistoryOutput output, int period, int window, int minSamples, double[] scratch) : Kernel
{
    private readonly double[] _weights = new double[Tile.MaxRows];

    public override void Run(Tile tile, Span<double> state)
    {
        var target = scratch.AsSpan(0, tile.Count);
        var weights = _weights.AsSpan(0, tile.Count);
        target.Clear();
        weights.Clear();
        for (var season = window - 1; season >= 0; season--)
        {
            var back = output.History.Shift + season * period;
            var values = input.Values.Slice(input.Lead - back, tile.Count);
            var open = shares.Values.Slice(shares.Lead - back, tile.Count);
            for (var i = 0; i < target.Length; i++)
            {
                var weight = OpenShare.WeightOf(values[i], open[i]);
                target[i] += weight > 0 ? weight * values[i] : 0;
                weights[i] += weight;
            }
        }

        var least = OpenShare.Least(minSamples);
        for (var i = 0; i < target.Length; i++) target[i] = weights[i] < least ? ReasonNan.TooFewValid : target[i] / weights[i];
        WarmupRows.Mark(target, input, output.FirstRow(tile), (window - 1) * period + 1, (minSamples - 1) * period + 1);
        output.Write(tile, target);
    }
}
