using System.Collections.Immutable;

namespace SecretMagic.Features;

/// <summary>What the price of a row says beside its amount: how it stands to its own past, to a reference, and what it does to sales.</summary>
internal static class Price
{
    public static FeatureType Type { get; } = new(Compile)
    {
        Name = "price",
        Kind = FeatureKind.Known,
        Summary = "Where the price stands between the lowest and highest of a window and to its mean, the days since it changed, its distance to "
            + "a reference price, and the price elasticity of sales (price_elasticity, kind past).",
        Formula = "price_position = (price - min) / (max - min) and price_momentum = price / mean - 1 over the known prices of the last window rows, "
            + "the row included. days_since_price_change: calendar days since a known price last differed from the one before by more than "
            + "min_change, 0 on that day, at most 365. price_vs_reference = price / reference - 1. price_elasticity = (Sxy + L prior) / (Sxx + L), "
            + "L = 0.01 prior_rows: the least-squares slope of ln(target) over ln(price) on the rows of the window (t - shift - w, t - shift] "
            + "with target and price above 0, drawn to prior; prior_rows rows whose prices spread by a tenth weigh as much as the prior, "
            + "a price that does not move leaves the prior. With prior_by the prior of row t is (sum of Sxy + L prior) / (sum of Sxx + L) over all "
            + "series of the group and the same window, closed or not: the mean of their slopes, weighed by how much their prices moved, itself drawn "
            + "to prior; where Sxx is 0 in all of them, or the series has no group, it is prior.",
        NanMeaning = "Price or reference is missing, or a row after the last known target (price_elasticity) (Missing); min_samples prices are not "
            + "known in the window (TooFewValid, or Warmup where it reaches before the history), all of them are equal (price_position) or "
            + "mean or reference is 0 (Undefined); no change was seen since the first known price and that is less than 365 days ago (Warmup).",
        Cost = "About 10 ns for position and momentum; about 1 ns a row of the window for elasticity, twice that with prior_by.",
        Example = "{ type: price, price: price, windows: [3] } over 4, 5, 6, 5 gives price_position_3 null, 1, 1, 0 and days_since_price_change "
            + "null, 0, 0, 0.",
        Names =
        [
            "price_position_{window}", "price_momentum_{window}", "days_since_price_change", "price_vs_reference", "price_elasticity_{window}",
        ],
        Parameters =
        [
            new("price", ParameterShape.Text, "The column of the price paid."),
            new("windows", ParameterShape.Wholes(2, HistoryParameters.MaxSteps),
                "Lengths, in grid steps, of the windows of price_position and price_momentum.", "[28]"),
            HistoryParameters.MinSamples,
            new("reference_price", ParameterShape.Text,
                "A column to compare with, such as the list price or a competitor's.", "none: no price_vs_reference"),
            new("min_change", ParameterShape.From(0), "A change is larger than this share of the price: 0.01 leaves out cents.", "0"),
            new("elasticity", ParameterShape.Wholes(2, HistoryParameters.MaxSteps),
                "Lengths, in grid steps, of the windows of price_elasticity.", "none: no price_elasticity"),
            new("prior", ParameterShape.Number, "The elasticity where the window says nothing.", "-1: a change of price leaves the revenue"),
            new("prior_rows", ParameterShape.Above(0), "How many rows whose prices spread by a tenth weigh as much as the prior.", "20"),
            new("prior_by", ParameterShape.Text,
                "A column of the static table, such as category: the prior of a row is the mean elasticity of the series with the same value; prior is "
                + "that of groups whose prices have not moved. A series that grows row by row is given the mean with each row, in the column "
                + "{price}_elasticity_{window}_by_{prior_by}; without such a column the plan is refused.", "none: prior is that of every row"),
            new("shift", ParameterShape.Whole(0, HistoryParameters.MaxSteps),
                "The price_elasticity of row t is that of row t - shift: 1 uses only sales before t.", "the set's default"),
            HistoryParameters.Optional,
        ],
    };

    private static void Compile(EntryCompiler entry)
    {
        if (!entry.TryColumn("price", out var priceColumn) || !entry.TryColumn("reference_price", out var referenceColumn)) return;
        var price = History.AsItIs(priceColumn!.Value, entry.Text("price")!);
        ImmutableArray<int> windows = entry.Has("windows") ? entry.Wholes("windows") : [28];
        var minSamples = entry.MinSamples(1);
        foreach (var window in windows)
        {
            if (minSamples > window)
            {
                entry.Fail(entry.Has("min_samples") ? "min_samples" : "windows", $"A window of {window} never holds {minSamples} known prices.");
                continue;
            }

            var canonical = $"price|{price.ColumnName}|w={window} min={minSamples}";
            entry.Add($"price_position_{window}", $"{canonical}|position", new Window(price, window, true, minSamples));
            entry.Add($"price_momentum_{window}", $"{canonical}|momentum", new Window(price, window, false, minSamples));
        }

        var minChange = entry.Number("min_change") ?? 0;
        entry.Add(
            "days_since_price_change", $"price|{price.ColumnName}|days_since_change above={minChange} max={PriceChange.MaxDays}",
            new PriceChange(price, minChange));
        if (referenceColumn is { } column)
        {
            var reference = History.AsItIs(column, entry.Text("reference_price")!);
            entry.Add("price_vs_reference", $"price|{price.ColumnName}|over {reference.ColumnName} - 1", new Comparison(price, reference));
        }

        Elasticities.Add(entry, price);
    }

    private sealed class Window(History price, int window, bool isPosition, int minSamples) : Operation
    {
        public override void Enlist(WorkerLayout worker, int feature, int stateStart)
        {
            var input = worker.Input(price, window - 1);
            worker.Shared((typeof(PriceWindowKernel), input, window), () => new PriceWindowKernel(input, window)).Add(feature, isPosition, minSamples);
        }
    }

    private sealed class Comparison(History price, History reference) : Operation
    {
        public override void Enlist(WorkerLayout worker, int feature, int stateStart) =>
            worker.Kernels.Add(new ComparisonKernel(worker.Input(price, 0), worker.Input(reference, 0), feature, worker.Scratch));
    }

    private sealed class ComparisonKernel(HistoryInput prices, HistoryInput references, int feature, double[] scratch) : Kernel
    {
        public override void Run(Tile tile, Span<double> state)
        {
            var given = prices.Values.Slice(prices.Lead, tile.Count);
            var others = references.Values.Slice(references.Lead, tile.Count);
            for (var i = 0; i < tile.Count; i++)
            {
                scratch[i] = double.IsNaN(given[i]) || double.IsNaN(others[i]) ? ReasonNan.Missing
                    : others[i] == 0 ? ReasonNan.Undefined
                    : given[i] / others[i] - 1;
            }

            tile.Writer.Write(feature, scratch.AsSpan(0, tile.Count), 0);
        }
    }
}
