using System.Collections.Immutable;

namespace SecretMagic.Pipeline;

/// <summary>Counts the rows that the parts of a panel still wait for, and tells each part that is complete.</summary>
internal sealed class AwaitedParts
{
    private readonly ImmutableArray<Range> _parts;
    private readonly Action<Range> _complete;
    private readonly int[] _partOf;
    private readonly long[] _missing;
    private readonly int _start;

    /// <summary>Waits for the rows that the layout has counted.</summary>
    public AwaitedParts(SalesLayout layout, ImmutableArray<Range> parts, Action<Range> complete)
    {
        (_parts, _complete, _start) = (parts, complete, parts[0].Start.Value);
        _partOf = new int[parts[^1].End.Value - _start];
        _missing = new long[parts.Length];
        for (var part = 0; part < parts.Length; part++)
        {
            for (var series = parts[part].Start.Value; series < parts[part].End.Value; series++)
            {
                _partOf[series - _start] = part;
                _missing[part] += layout.Filled[series];
            }
        }
    }

    /// <summary>Counts rows that found their place.</summary>
    /// <param name="series">[rows] the series of each, by its number in the layout.</param>
    public void Filled(ReadOnlySpan<int> series)
    {
        while (!series.IsEmpty)
        {
            var run = series.IndexOfAnyExcept(series[0]);
            if (run < 0) run = series.Length;
            var part = _partOf[series[0] - _start];
            _missing[part] -= run;
            if (_missing[part] == 0) _complete(_parts[part]);
            series = series[run..];
        }
    }
}
