using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Features that depend on the period alone: computed into a table over neighbouring periods and copied from there. Most series
/// of a panel lie on the same periods.</summary>
internal sealed class TimeKernel(TimeGrid grid) : Kernel
{
    /// <summary>The table starts at a multiple of this, so that series that start on different days share it.</summary>
    private const int Step = 4096;

    private const int Length = 2 * Step;

    private readonly List<(int Feature, TimeFormula Formula, double[] Values)> _members = [];
    private long _first = long.MaxValue;

    public void Add(int feature, TimeFormula formula) => _members.Add((feature, formula, new double[Length]));

    public override void Run(Tile tile, Span<double> state)
    {
        var first = tile.Period - ((tile.Period % Step) + Step) % Step;
        if (first != _first)
        {
            _first = first;
            foreach (var (_, formula, values) in _members) formula(grid, first, values);
        }

        foreach (var (feature, _, values) in _members)
            tile.Writer.Write(feature, values.AsSpan((int)(tile.Period - first), tile.Count), 0);
    }
}
