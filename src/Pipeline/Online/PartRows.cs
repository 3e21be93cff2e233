using System.Collections.Immutable;
using System.Text;

namespace SecretMagic.Pipeline;

/// <summary>Collects the rows of a part.</summary>
internal sealed class PartRows(int columns, bool isKnown, int capacity)
{
    private readonly Dictionary<string, int> _positions = [];
    private readonly int[] _seriesOf = new int[capacity];
    private readonly long[] _periods = new long[capacity];
    private readonly long[] _knownAt = new long[isKnown ? capacity : 0];
    private readonly double[][] _values = [.. Enumerable.Range(0, columns).Select(_ => new double[capacity])];
    private List<string> _series = [];
    private byte[] _last = [];
    private int _lastPosition = -1;

    /// <summary>The rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>The columns of values.</summary>
    public int Columns => columns;

    /// <summary>Each row says when it became known.</summary>
    public bool IsKnown => isKnown;

    /// <summary>Begins a row; its values are missing until they are set.</summary>
    public void Begin(ReadOnlySpan<byte> series, long period)
    {
        _seriesOf[Rows] = PositionOf(series);
        _periods[Rows] = period;
        foreach (var column in _values) column[Rows] = double.NaN;
    }

    /// <summary>Sets a value of the row that was begun.</summary>
    public void Set(int column, double value) => _values[column][Rows] = double.IsNaN(value) ? double.NaN : value;

    /// <summary>Ends the row.</summary>
    public void End(long knownAt)
    {
        if (isKnown) _knownAt[Rows] = knownAt;
        Rows++;
    }

    /// <summary>The rows; the next part begins.</summary>
    public RowPart Taken(ImmutableArray<string> names)
    {
        var taken = new RowPart(
            names, _series, _seriesOf[..Rows], _periods[..Rows], isKnown ? _knownAt[..Rows] : [], [.. _values.Select(column => column[..Rows])]);
        _series = [];
        _positions.Clear();
        (_lastPosition, Rows) = (-1, 0);
        return taken;
    }

    /// <summary>Mostly a row is of the same series as the one before.</summary>
    private int PositionOf(ReadOnlySpan<byte> series)
    {
        if (_lastPosition >= 0 && series.SequenceEqual(_last)) return _lastPosition;
        _last = series.ToArray();
        var text = Encoding.UTF8.GetString(series);
        if (!_positions.TryGetValue(text, out _lastPosition))
        {
            _positions.Add(text, _lastPosition = _series.Count);
            _series.Add(text);
        }

        return _lastPosition;
    }
}
