using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// An explosion divided into parts that do not depend on each other: neither a line nor a stock is in two of them.
/// </summary>
/// <remarks>Law: the rows of all branches are those of <see cref="Explosion"/> and <see cref="Coverage"/> of the whole, by bits.</remarks>
public sealed class BomBranches
{
    /// <summary>Rows and lines of a branch that costs about a millisecond: many small dishes are one branch.</summary>
    private const int Least = 1 << 12;

    private readonly ExplosionPlan _plan;

    private BomBranches(ExplosionPlan plan, ImmutableArray<BomBranch> all) => (_plan, All) = (plan, all);

    /// <summary>The branches, in the order of the smallest code in each.</summary>
    public ImmutableArray<BomBranch> All { get; }

    /// <summary>The longest way from what is demanded down.</summary>
    public int Levels => _plan.Levels;

    /// <summary>Sites, producing ones included.</summary>
    public int Sites => _plan.Sites.Length;

    /// <summary>Lines that hold on no day of the horizon.</summary>
    public int LinesNeverEffective => _plan.LinesNeverEffective;

    /// <summary>Items demanded that no line and no item entry names.</summary>
    public ImmutableArray<string> UnknownItems => _plan.Unknown;

    /// <summary>Divides an explosion; O(lines + demand + stock). It does not depend on threads.</summary>
    /// <param name="graph">The recipes.</param>
    /// <param name="demand">What is wanted.</param>
    /// <param name="stock">What there is.</param>
    /// <param name="options">How the whole runs: branches that run at once share its threads and its bytes.</param>
    /// <exception cref="ArgumentException">The demand or the stock has findings.</exception>
    public static BomBranches Of(BomGraph graph, BomDemand demand, BomStock stock, ExplosionOptions options) => Of(graph, demand, stock, options, Least);

    /// <summary>Divides an explosion into branches of at least some rows and lines.</summary>
    internal static BomBranches Of(BomGraph graph, BomDemand demand, BomStock stock, ExplosionOptions options, int least)
    {
        if (!stock.Findings.IsEmpty) throw new ArgumentException($"The stock has findings: {stock.Findings[0].Message}", nameof(stock));
        var plan = new ExplosionPlan(graph, demand, options.MaxLevels);
        var isWanted = new bool[plan.Rows];
        foreach (var code in demand.Items.Codes) isWanted[plan.Row(code)] = true;
        foreach (var (item, _) in stock.Entries.Keys)
            if (plan.Row(item) is var row and >= 0) isWanted[row] = true;
        var (branchOf, count) = BranchCut.Of(plan, isWanted, least);
        var graphs = GraphParts.Of(graph, branchOf[..graph.Rows.Length], count);

        var series = Array.ConvertAll(graphs, _ => new List<int>());
        for (var at = 0; at < demand.Series.Count; at++) series[branchOf[plan.Row(demand.Items[demand.Series[at].Item])]].Add(at);
        var stocks = Array.ConvertAll(graphs, _ => new BomStock());
        foreach (var (key, entry) in stock.Entries)
            if (plan.Row(key.Item) is var row and >= 0) stocks[branchOf[row]].Share(key, entry);
        var beside = Math.Clamp(options.Threads, 1, Math.Max(1, count));
        var run = options with { Whole = plan, TileBytes = options.TileBytes / beside, Threads = Math.Max(1, options.Threads / beside) };
        return new BomBranches(
            plan,
            [.. graphs.Select((part, number) => new BomBranch(number, part, demand.Only(series[number]), stocks[number], run))]);
    }
}
