using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// A graph laid over a horizon: sites in columns (those that others take from last, so their inflow is complete when they are computed),
/// demanded items that the graph does not know as rows after its own, an axis of positions with the days of the horizon, and before them,
/// where anything takes time, what is past due.
/// </summary>
internal sealed class ExplosionPlan
{
    private readonly int[] _demandStart;
    private readonly (int Row, double[] Quantities)[] _demand;

    internal ExplosionPlan(BomGraph graph, BomDemand demand, int maxLevels, ExplosionPlan? whole = null)
    {
        if (!demand.Findings.IsEmpty) throw new ArgumentException($"The demand has findings: {demand.Findings[0].Message}", nameof(demand));
        ArgumentOutOfRangeException.ThrowIfNegative(maxLevels);
        Graph = graph;
        Days = demand.Days;
        FirstDay = demand.FirstDay.DayNumber;
        // A part adds up in the order of the whole, also where what makes its sites stand so is in another part.
        (Sites, FirstProducing) = whole is null ? ArrangeSites(graph, demand) : (whole.Sites, whole.FirstProducing);
        Source = new Sourcing?[graph.Rows.Length];
        Lead = new int[graph.Rows.Length];
        var patterns = new Dictionary<string, Sourcing>(StringComparer.Ordinal);
        for (var row = 0; row < Source.Length && !graph.HasPlainRows; row++)
        {
            Lead[row] = graph.Rows[row].Lead;
            if (graph.Rows[row].Supply is not { } supply) continue;
            Source[row] = patterns.TryGetValue(supply.Text, out var like) ? new Sourcing(Slots++, like) : new Sourcing(Slots++, supply, Sites, Site);
            patterns.TryAdd(supply.Text, Source[row]!);
        }

        LeadHalo = LongestLead();
        Shift = whole?.Shift ?? (LeadHalo > 0 ? 1 : 0);
        var rowOf = new int[demand.Items.Count];
        for (var item = 0; item < rowOf.Length; item++) rowOf[item] = graph.Row(demand.Items[item]);
        Unknown = [.. Enumerable.Range(0, rowOf.Length).Where(item => rowOf[item] < 0).Select(item => demand.Items[item]).Order(StringComparer.Ordinal)];
        if (!Unknown.IsEmpty)
            for (var item = 0; item < rowOf.Length; item++) rowOf[item] = Row(demand.Items[item]);
        (_demandStart, _demand) = ArrangeDemand(demand, rowOf);
        Plain = new bool[graph.Rows.Length];
        if (graph.HasPlainLines && graph.HasPlainRows) Array.Fill(Plain, true);
        else for (var row = 0; row < Plain.Length; row++) Plain[row] = IsPlain(row);
        Phases = LayPhases(maxLevels);
    }

    internal BomGraph Graph { get; private set; }

    internal int FirstDay { get; }

    internal int Days { get; }

    /// <summary>The position of the first day: 1 behind what is past due, 0 where nothing takes time.</summary>
    internal int Shift { get; }

    /// <summary>The number of positions.</summary>
    internal int Axis => Days + Shift;

    /// <summary>How many positions after a result may decide about it, by lead and transfer days.</summary>
    internal int LeadHalo { get; }

    /// <summary>
    /// Sites from which something is taken stand at <see cref="FirstProducing"/> and after; each part by code.
    /// </summary>
    internal string[] Sites { get; }

    internal int FirstProducing { get; }

    internal Sourcing?[] Source { get; }

    internal int[] Lead { get; }

    internal int Slots { get; private set; }

    /// <summary>Demanded items without a line, after the rows of the graph.</summary>
    internal ImmutableArray<string> Unknown { get; }

    internal int Rows => Graph.Rows.Length + Unknown.Length;

    /// <summary>Rows all of whose lines hold always and everywhere, at once, without a fixed quantity.</summary>
    internal bool[] Plain { get; }

    internal ImmutableArray<PhasePlan> Phases { get; }

    internal int Levels { get; private set; }

    internal int LinesNeverEffective { get; private set; }

    internal ReadOnlySpan<(int Row, double[] Quantities)> Demand(int site) => _demand.AsSpan(_demandStart[site].._demandStart[site + 1]);

    internal int Site(string name) =>
        Array.BinarySearch(Sites, 0, FirstProducing, name, StringComparer.Ordinal) is var at and >= 0
            ? at
            : Array.BinarySearch(Sites, FirstProducing, Sites.Length - FirstProducing, name, StringComparer.Ordinal);

    /// <summary>The row of an item of the graph or of the demand, or -1.</summary>
    internal int Row(string code)
    {
        if (Graph.Row(code) is var row and >= 0) return row;
        return Unknown.AsSpan().BinarySearch(code, StringComparer.Ordinal) is var at and >= 0 ? Graph.Rows.Length + at : -1;
    }

    internal BomRow Item(int row) => row < Graph.Rows.Length
        ? Graph.Rows[row]
        : new BomRow(Unknown[row - Graph.Rows.Length], null, null, 0, 0, null, false, -1, 1);

    internal Sourcing? SourceOf(int row) => row < Source.Length ? Source[row] : null;

    internal SupplyKind Kind(int row, int site)
    {
        if (row >= Graph.Rows.Length) return SupplyKind.Bought;
        if (Graph.Rows[row].IsTwin) return SupplyKind.FromStock;
        if (Source[row] is { } source && source.From[site] >= 0) return SupplyKind.Transferred;
        return Graph.Rows[row].HasRecipe ? SupplyKind.Produced : SupplyKind.Bought;
    }

    /// <summary>The days of a line within the horizon, counted from its first day.</summary>
    internal DayRange InHorizon(DayRange days) =>
        new((int)Math.Clamp((long)days.From - FirstDay, 0, Days), (int)Math.Clamp((long)days.To - FirstDay, 0, Days));

    /// <summary>Days of the horizon as positions; what is past due is judged by the first day.</summary>
    internal DayRange OnAxis(DayRange days) =>
        days.IsEmpty ? default : new(days.From == 0 ? 0 : days.From + Shift, days.To + Shift);

    /// <summary>Takes another graph of the same rows, of which some have other lines.</summary>
    internal void Follow(BomGraph graph, IEnumerable<int> changed)
    {
        Graph = graph;
        foreach (var row in changed) Plain[row] = IsPlain(row);
    }

    private static (string[] Sites, int FirstProducing) ArrangeSites(BomGraph graph, BomDemand demand)
    {
        var producing = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in graph.HasPlainRows ? [] : graph.Rows)
        {
            if (row.Supply is null) continue;
            if (row.Supply.Default is { } site) producing.Add(site);
            foreach (var route in row.Supply.Routes.Values)
                if (route.From != route.Site) producing.Add(route.From);
        }

        string[] others = [.. Enumerable.Range(0, demand.Sites.Count).Select(site => demand.Sites[site])
            .Where(site => !producing.Contains(site)).Order(StringComparer.Ordinal)];
        return ([.. others, .. producing], others.Length);
    }

    private int LongestLead()
    {
        if (Graph.HasPlainRows) return 0;
        var longest = 0;
        var until = new int[Source.Length];
        foreach (var phase in Graph.Phases)
        {
            for (var place = 0; place < until.Length; place++)
            {
                var row = phase.Row(place);
                var (lines, first, end) = Graph.LinesOf(row);
                for (var e = first; e < end; e++)
                {
                    var parent = lines.Parent[e];
                    until[row] = Math.Max(until[row], until[parent] + Lead[parent]);
                }

                if (Source[row] is { } source) until[row] += source.LongestDays;
                longest = Math.Max(longest, until[row]);
            }
        }

        return longest;
    }

    private (int[] Start, (int Row, double[] Quantities)[] Demand) ArrangeDemand(BomDemand demand, int[] rowOf)
    {
        var sites = new int[demand.Sites.Count];
        for (var site = 0; site < sites.Length; site++) sites[site] = Site(demand.Sites[site]);
        var start = new int[Sites.Length + 1];
        foreach (var series in demand.Series) start[sites[series.Site] + 1]++;
        for (var site = 0; site < Sites.Length; site++) start[site + 1] += start[site];
        var next = start[..^1];
        var rows = new (int, double[])[demand.Series.Count];
        foreach (var series in demand.Series) rows[next[sites[series.Site]]++] = (rowOf[series.Item], series.Quantities);
        return (start, rows);
    }

    private bool IsPlain(int row)
    {
        var (lines, first, end) = Graph.LinesOf(row);
        for (var e = first; e < end; e++)
        {
            if (Lead[lines.Parent[e]] != 0 || (lines.Fixed is not null && lines.Fixed[e] != 0) || lines.DaysOf(e) != DayRange.Always
                || lines.Sites?[e] is not null || lines.KindOf(e).HasFlag(LineKind.Drive) || lines.KindOf(e).HasFlag(LineKind.Yield))
                return false;
        }

        return true;
    }

    private ImmutableArray<PhasePlan> LayPhases(int maxLevels)
    {
        for (var row = 0; row < Graph.Rows.Length && !Graph.HasPlainLines; row++)
        {
            var (lines, first, end) = Graph.LinesOf(row);
            for (var e = first; e < end; e++)
                if (lines.Days is not null && InHorizon(lines.Days[e]).IsEmpty) LinesNeverEffective++;
        }

        var demanded = new bool[Graph.Rows.Length];
        foreach (var (row, quantities) in _demand)
            if (row < demanded.Length && quantities.AsSpan().ContainsAnyExcept(0.0)) demanded[row] = true;
        var plans = ImmutableArray.CreateBuilder<PhasePlan>();
        foreach (var phase in Graph.Phases)
        {
            var days = InHorizon(phase.Days);
            if (days.IsEmpty) continue;
            var depths = Depths.Of(this, phase, days, demanded, maxLevels);
            Levels = Math.Max(Levels, depths.Deepest);
            plans.Add(new PhasePlan(phase, OnAxis(days), depths.Cut));
        }

        return plans.ToImmutable();
    }
}
