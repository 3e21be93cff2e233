using SecretMagic.Bom;

namespace SecretMagic.Unit.Bom;

/// <summary>Small graphs and demands, and results collected into dictionaries.</summary>
public static class Given
{
    public static DateOnly Monday { get; } = new(2026, 3, 2);

    public static ExplosionOptions Deep { get; } = new() { MaxLevels = int.MaxValue };

    public static BomGraph Graph(IEnumerable<BomLine> lines, params BomItem[] items)
    {
        var compiled = BomGraph.Compile(lines.ToArray(), items);
        compiled.Findings.Where(finding => finding.IsError).ShouldBeEmpty();
        compiled.ThrowIfCyclic();
        return compiled.Graph!;
    }

    public static BomDemand OneDay(IEnumerable<(string Item, double Quantity)> quantities, string site = "")
    {
        var demand = new BomDemand(Monday, 1);
        foreach (var (item, quantity) in quantities) demand.Add(item, site, [quantity]);
        return demand;
    }

    /// <summary>Every value of an explosion by item, site, day and whether it is taken from stock.</summary>
    public static Dictionary<(string Item, string Site, DateOnly Day, bool FromStock), double> Exploded(
        BomGraph graph, BomDemand demand, ExplosionOptions? options = null) => Exploded(graph, demand, options, out _);

    public static Dictionary<(string Item, string Site, DateOnly Day, bool FromStock), double> Exploded(
        BomGraph graph, BomDemand demand, ExplosionOptions? options, out ExplosionSummary summary)
    {
        var values = new Dictionary<(string, string, DateOnly, bool), double>();
        summary = new Explosion(graph, demand, options ?? Deep).Run(row =>
        {
            for (var day = 0; day < row.Quantities.Length; day++)
                values.Add((row.Item, row.Site, row.FirstDay.AddDays(day), row.Kind == SupplyKind.FromStock), row.Quantities[day]);
        });
        return values;
    }

    /// <summary>What one day at one site requires, by item.</summary>
    public static Dictionary<string, double> Required(BomGraph graph, params (string Item, double Quantity)[] demand) =>
        Exploded(graph, OneDay(demand)).ToDictionary(
            value => value.Key.Item + (value.Key.FromStock ? "(as stock)" : ""), value => value.Value);

    public static Dictionary<(string Item, string Site), Covered> Covered(
        BomGraph graph, BomDemand demand, BomStock stock, ExplosionOptions? options = null)
    {
        var rows = new Dictionary<(string, string), Covered>();
        new Coverage(graph, demand, stock, options ?? Deep).Run(row =>
        {
            var key = (row.Item + (row.Kind == SupplyKind.FromStock ? "(as stock)" : ""), row.Site);
            if (!rows.TryGetValue(key, out var covered)) rows.Add(key, covered = new Covered(row.Kind, demand.Days));
            covered.Keep(row, row.FirstDay.DayNumber - demand.FirstDay.DayNumber);
        });
        return rows;
    }

    /// <summary>Equal to 12 digits.</summary>
    public static void ShouldBeAbout(this double actual, double expected, string? what = null) =>
        Math.Abs(actual - expected).ShouldBeLessThanOrEqualTo(1e-12 * Math.Abs(expected), $"{what}: {actual} for {expected}");
}

/// <summary>The coverage rows of one item and site, kept over the horizon; days without a row are 0.</summary>
public sealed record Covered(SupplyKind Kind, int Days)
{
    public double[] Gross { get; } = new double[Days];

    public double[] StockUsed { get; } = new double[Days];

    public double[] Planned { get; } = new double[Days];

    public double[] Short { get; } = new double[Days];

    public double[] Left { get; } = new double[Days];

    public double[] DaysOfCover { get; } = new double[Days];

    public double PastDue { get; private set; }

    public double PastDuePlanned { get; private set; }

    internal void Keep(in CoverageRow row, int day)
    {
        row.Gross.CopyTo(Gross.AsSpan(day));
        row.StockUsed.CopyTo(StockUsed.AsSpan(day));
        row.Planned.CopyTo(Planned.AsSpan(day));
        row.Short.CopyTo(Short.AsSpan(day));
        row.Left.CopyTo(Left.AsSpan(day));
        row.DaysOfCover.CopyTo(DaysOfCover.AsSpan(day));
        (PastDue, PastDuePlanned) = (PastDue + row.PastDue, PastDuePlanned + row.PastDuePlanned);
    }
}
