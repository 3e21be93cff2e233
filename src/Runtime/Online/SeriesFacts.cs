namespace SecretMagic.Runtime.Online;

/// <summary>
/// All that was ever known of a series' rows, ordered by period, then by when it became known, then as it came. The last fact of a period is what is known
/// now; as of a moment it is the last one that was known by then. Memory: 16 bytes a fact and 8 a value.
/// </summary>
internal sealed class SeriesFacts
{
    private long[] _periods = new long[4];
    private long[] _knownAt = new long[4];
    private double[] _values;

    internal SeriesFacts(int columns) => (Columns, _values) = (columns, new double[4 * columns]);

    private SeriesFacts(SeriesFacts other)
    {
        (Columns, Count, Revision) = (other.Columns, other.Count, other.Revision);
        _periods = other._periods[..Count];
        _knownAt = other._knownAt[..Count];
        _values = other._values[..(Count * Columns)];
    }

    /// <summary>The values of a fact.</summary>
    internal int Columns { get; private set; }

    /// <summary>The facts.</summary>
    internal int Count { get; private set; }

    /// <summary>Goes up with every fact.</summary>
    internal int Revision { get; private set; }

    internal long FirstPeriod => _periods[0];

    internal long LastPeriod => _periods[Count - 1];

    internal ReadOnlySpan<long> Periods => _periods.AsSpan(0, Count);

    internal ReadOnlySpan<long> KnownAt => _knownAt.AsSpan(0, Count);

    internal ReadOnlySpan<double> Values(int fact) => _values.AsSpan(fact * Columns, Columns);

    /// <summary>What is there now; later facts do not show in it.</summary>
    internal SeriesFacts Copy() => new(this);

    /// <summary>Takes a fact.</summary>
    /// <returns>True when it is what is known of its period now.</returns>
    internal bool Add(long period, long knownAt, ReadOnlySpan<double> values)
    {
        var at = Behind(period, knownAt);
        if (Count == _periods.Length) Grow();
        if (at < Count)
        {
            Array.Copy(_periods, at, _periods, at + 1, Count - at);
            Array.Copy(_knownAt, at, _knownAt, at + 1, Count - at);
            Array.Copy(_values, at * Columns, _values, (at + 1) * Columns, (Count - at) * Columns);
        }

        (_periods[at], _knownAt[at]) = (period, knownAt);
        values.CopyTo(_values.AsSpan(at * Columns, Columns));
        Count++;
        Revision++;
        return at + 1 == Count || _periods[at + 1] != period;
    }

    /// <summary>True when the same is there already: with the same time of knowledge where that was told, else as what was known last by then.</summary>
    internal bool Knows(long period, long knownAt, bool isTold, ReadOnlySpan<double> values)
    {
        var at = Behind(period, knownAt) - 1;
        if (at < 0 || _periods[at] != period || (isTold && _knownAt[at] != knownAt)) return false;
        var known = Values(at);
        for (var column = 0; column < values.Length; column++)
            if (BitConverter.DoubleToInt64Bits(known[column]) != BitConverter.DoubleToInt64Bits(values[column])) return false;
        return true;
    }

    /// <summary>The fact that is known of a period now; -1 for a period without one.</summary>
    internal int Current(long period)
    {
        var at = Behind(period, long.MaxValue) - 1;
        return at >= 0 && _periods[at] == period ? at : -1;
    }

    /// <summary>Adds columns that no fact has a value in.</summary>
    internal void Widen(int columns)
    {
        var wide = new double[_periods.Length * columns];
        wide.AsSpan().Fill(double.NaN);
        for (var fact = 0; fact < Count; fact++) Values(fact).CopyTo(wide.AsSpan(fact * columns));
        (_values, Columns) = (wide, columns);
    }

    /// <summary>The place behind all facts of earlier periods, and of this one that were known by then.</summary>
    private int Behind(long period, long knownAt)
    {
        // Mostly rows come in the order of time.
        if (Count == 0 || IsBehind(Count - 1)) return Count;
        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (IsBehind(middle)) low = middle + 1;
            else high = middle;
        }

        return low;

        bool IsBehind(int fact) => _periods[fact] < period || (_periods[fact] == period && _knownAt[fact] <= knownAt);
    }

    private void Grow()
    {
        var capacity = checked(2 * Math.Max(_periods.Length, 2));
        Array.Resize(ref _periods, capacity);
        Array.Resize(ref _knownAt, capacity);
        Array.Resize(ref _values, checked(capacity * Columns));
    }
}
