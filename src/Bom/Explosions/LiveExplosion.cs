using System.Collections.Immutable;

namespace SecretMagic.Bom;

/// <summary>
/// An explosion that is kept in memory and follows changes of lines: what depends on a changed line is pulled again in the order of the
/// graph, until nothing differs. Law: after any change every bit is that of a full run. Memory: items x sites x days x 8 bytes, sites that
/// take from others twice. It explodes all levels.
/// </summary>
public sealed class LiveExplosion : IDisposable
{
    private readonly BomDemand _demand;
    private readonly Dictionary<int, List<(int Site, double[] Quantities)>> _wants = [];
    private ExplosionPlan _plan;
    private Sweep _sweep;
    private int[] _childStart;
    private int[] _children;
    private double[] _before;
    private ulong[] _dirty;
    private bool _isTimed;

    /// <summary>Explodes a demand.</summary>
    /// <exception cref="ArgumentException">The demand has findings.</exception>
    public LiveExplosion(BomGraph graph, BomDemand demand)
    {
        _demand = demand;
        (_plan, _sweep, _childStart, _children, _before, _dirty) = Explode(graph);
    }

    /// <summary>The graph that the result is of.</summary>
    public BomGraph Graph => _plan.Graph;

    /// <summary>
    /// Follows a change: a graph made by <see cref="BomGraph.With"/> from this one or from one before it costs what depends on the lines
    /// that differ, any other graph a full run.
    /// </summary>
    /// <returns>How many rows were computed.</returns>
    public int Change(BomGraph graph)
    {
        var old = _plan.Graph;
        if (!ReferenceEquals(old.Table, graph.Table) || graph.Phases.Length > 1 || graph.Families is not null || (_isTimed && _plan.Shift == 0))
        {
            _sweep.Dispose();
            (_plan, _sweep, _childStart, _children, _before, _dirty) = Explode(graph);
            return _plan.Rows;
        }

        int[] changed = [.. Differing(old, graph)];
        _plan.Follow(graph, changed);
        foreach (var row in changed) Mark(row);
        return changed.Length == 0 ? 0 : Follow(changed.Min());
    }

    /// <summary>The gross requirement of an item at a site, a value a day; empty where nothing is required. Valid until the next change.</summary>
    public ReadOnlySpan<double> Requirement(string item, string site = "")
    {
        var (row, at) = (_plan.Row(item), _plan.Site(site));
        return row < 0 || at < 0 || !_sweep.IsLive(row) ? [] : _sweep.Need(row, at)[_plan.Shift..];
    }

    /// <summary>What is required of an item at a site before the horizon.</summary>
    public double PastDue(string item, string site = "")
    {
        var (row, at) = (_plan.Row(item), _plan.Site(site));
        return row < 0 || at < 0 || !_sweep.IsLive(row) || _plan.Shift == 0 ? 0 : _sweep.Need(row, at)[0];
    }

    /// <inheritdoc/>
    public void Dispose() => _sweep.Dispose();

    private static IEnumerable<int> Differing(BomGraph old, BomGraph graph)
    {
        var (before, after) = (old.Patches ?? ImmutableDictionary<int, LineTable>.Empty, graph.Patches ?? ImmutableDictionary<int, LineTable>.Empty);
        return before.Keys.Union(after.Keys).Where(row => !ReferenceEquals(before.GetValueOrDefault(row), after.GetValueOrDefault(row))).Order();
    }

    private (ExplosionPlan, Sweep, int[], int[], double[], ulong[]) Explode(BomGraph graph)
    {
        var plan = new ExplosionPlan(graph, _demand, int.MaxValue);
        var columns = checked(plan.Sites.Length * plan.Axis);
        var sweep = new Sweep(plan, null, columns, plan.Axis);
        sweep.BeginWindow();
        sweep.Run(new ColumnTile(0, plan.Sites.Length, 0, plan.Axis, plan.Axis));
        _isTimed = Array.Exists(graph.Rows, row => row.Lead > 0);
        _wants.Clear();
        for (var site = 0; site < plan.Sites.Length; site++)
        {
            foreach (var (row, quantities) in plan.Demand(site))
            {
                if (!_wants.TryGetValue(row, out var wants)) _wants.Add(row, wants = []);
                wants.Add((site, quantities));
            }
        }

        var (parents, children) = (new List<int>(graph.Lines), new List<int>(graph.Lines));
        for (var row = 0; row < graph.Rows.Length; row++)
        {
            var (lines, first, end) = graph.LinesOf(row);
            for (var e = first; e < end; e++)
            {
                parents.Add(lines.Parent[e]);
                children.Add(row);
            }
        }

        var start = LineTable.Starts(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parents), graph.Rows.Length);
        var (next, sorted) = ((int[])start.Clone(), new int[children.Count]);
        for (var i = 0; i < sorted.Length; i++) sorted[next[parents[i]]++] = children[i];
        return (plan, sweep, start, sorted, new double[ColumnTile.StrideOf(columns)], new ulong[(plan.Rows >> 6) + 1]);
    }

    /// <summary>Computes marked rows in order, from the first; a row that changes marks those below it.</summary>
    private int Follow(int from)
    {
        var count = 0;
        for (var word = from >> 6; word < _dirty.Length; word++)
        {
            while (_dirty[word] != 0)
            {
                var row = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(_dirty[word]);
                _dirty[word] &= _dirty[word] - 1;
                count++;
                var wants = _wants.TryGetValue(row, out var list) ? System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list) : default;
                if (!_sweep.Again(row, wants, _before)) continue;
                for (var i = _childStart[row]; i < _childStart[row + 1]; i++) Mark(_children[i]);
                if (_plan.Graph.Patches is null) continue;
                foreach (var (child, lines) in _plan.Graph.Patches)
                    if (lines.Parent.AsSpan(0, lines.Count).Contains(row)) Mark(child);
            }
        }

        return count;
    }

    private void Mark(int row) => _dirty[row >> 6] |= 1UL << row;
}
