using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// What is counted while tiles go by. Sums at the frontier grow in the order of days for each item and site, whatever the tiles.
/// </summary>
internal sealed class RunTally(ExplosionPlan plan)
{
    private readonly SortedDictionary<(int Row, int Site), double> _cut = [];
    private readonly bool[] _required = new bool[plan.Rows];
    private readonly bool[] _short = new bool[plan.Rows];

    private readonly bool _cuts = plan.Phases.Any(phase => phase.Cut is not null);

    private readonly ulong[] _handed = new ulong[(((long)plan.Rows * Math.Max(1, plan.Sites.Length)) >> 6) + 1];
    private long _rows;

    /// <summary>Counts a row that is handed over: once for an item and site, however many tiles it is in.</summary>
    internal void Handed(int row, int site)
    {
        var at = (long)row * plan.Sites.Length + site;
        ref var word = ref _handed[at >> 6];
        if ((word & (1UL << (int)(at & 63))) != 0) return;
        word |= 1UL << (int)(at & 63);
        _rows++;
    }

    internal void Required(int row) => _required[row] = true;

    internal void Short(int row) => _short[row] = true;

    /// <summary>Counts what is not exploded of a row at a site that would make it.</summary>
    internal void Cut(int row, int site, int first, ReadOnlySpan<double> quantities)
    {
        if (!_cuts || row >= plan.Source.Length || (plan.Source[row] is { } source && source.From[site] >= 0)) return;
        foreach (var phase in plan.Phases)
        {
            if (phase.Cut is null || !phase.Cut[row]) continue;
            var within = phase.Days.Clip(new DayRange(first, first + quantities.Length));
            var sum = _cut.GetValueOrDefault((row, site));
            for (var at = within.From; at < within.To; at++) sum += quantities[at - first];
            if (sum > 0) _cut[(row, site)] = sum;
        }
    }

    internal ExplosionSummary Summary(bool withStock)
    {
        ImmutableArray<ExplosionSummary.Cut> frontier =
            [.. _cut.GroupBy(cut => cut.Key.Row, cut => cut.Value)
                .Select(sums => new ExplosionSummary.Cut(plan.Graph.Rows[sums.Key].Code, sums.Sum()))
                .OrderBy(cut => cut.Item, StringComparer.Ordinal)];
        return new ExplosionSummary
        {
            Status = !frontier.IsEmpty ? ExplosionStatus.Truncated : plan.Graph.Isolated.IsEmpty ? ExplosionStatus.Complete : ExplosionStatus.Isolated,
            Frontier = frontier,
            Isolated = plan.Graph.Isolated,
            ItemsRequired = Items(_required),
            UnknownItems = plan.Unknown,
            Lines = plan.Graph.Lines,
            LinesNeverEffective = plan.LinesNeverEffective,
            Levels = plan.Levels,
            Sites = plan.Sites.Length,
            Days = plan.Days,
            Rows = _rows,
            ItemsShort = withStock ? Items(_short) : null,
        };
    }

    /// <summary>Items among the marked rows; an item and its twin are one.</summary>
    private int Items(bool[] marked)
    {
        var rows = plan.Graph.HasPlainRows ? [] : plan.Graph.Rows;
        var count = 0;
        for (var row = 0; row < marked.Length; row++)
            if (marked[row] && !(row < rows.Length && rows[row].IsTwin && marked[rows[row].TwinOf])) count++;
        return count;
    }
}
