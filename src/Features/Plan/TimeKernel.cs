using SecretMagic.Series;

namespace SecretMagic.Features;

/// <summary>Features that depend on the period alone: computed into a table over neighbouring periods and copied from there. Most series
/// of a panel lie on the same periods.</summary>
internal sealed class TimeKernel(TimeGrid grid) : Kernel
{
    /// <summary>The table starts at a multiple of this, so that series that start on different days share it.</summary>
    private const int Step = 4096;

    private const int Length = 2 * Step;

    private readonly List<Member> _members = [];
    private long? _first;

    public void Add(int feature, TimeFormula formula) => _members.Add(new Member(feature, formula));

    public override void Run(Tile tile, Span<double> state)
    {
        if (_first is not { } first || tile.Period < first || tile.Period + tile.Count > first + Length)
        {
            _first = first = tile.Period - ((tile.Period % Step) + Step) % Step;
            foreach (var member in _members) member.Fill(grid, first);
        }

        foreach (var member in _members) member.Write(tile, (int)(tile.Period - first));
    }

    private sealed class Member(int feature, TimeFormula formula)
    {
        private readonly double[] _values = new double[Length];
        private readonly float[] _singles = new float[Length];
        private bool _isFinite;

        public void Fill(TimeGrid grid, long first)
        {
            formula(grid, first, _values);
            ColumnWriter.Narrow(_values, _singles);
            _isFinite = Array.TrueForAll(_singles, float.IsFinite);
        }

        public void Write(Tile tile, int at)
        {
            var direct = _isFinite ? tile.Writer.Singles(feature, 0, tile.Count) : default;
            if (direct.IsEmpty) tile.Writer.Write(feature, _values.AsSpan(at, tile.Count), 0);
            else _singles.AsSpan(at, tile.Count).CopyTo(direct);
        }
    }
}
