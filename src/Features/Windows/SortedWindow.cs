using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretMagic.Features;

/// <summary>The known values of a sliding window in order. What it holds depends on the window alone, not on the way there: -0 is 0.</summary>
internal sealed class SortedWindow
{
    /// <summary>Up to this many values are compared at once instead of searched.</summary>
    private const int MostCompared = 64;

    // Infinite past the last value, so that whole vectors can be compared.
    private readonly double[] _values;
    private readonly int _compared;

    public SortedWindow(int window)
    {
        var padded = (window + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;
        _values = new double[padded];
        _compared = padded <= MostCompared ? padded : 0;
    }

    public int Count { get; private set; }

    public double this[int rank] => _values[rank];

    public void Fill(ReadOnlySpan<double> values)
    {
        Count = 0;
        foreach (var value in values)
            if (!double.IsNaN(value)) _values[Count++] = value + 0.0;
        _values.AsSpan(0, Count).Sort();
        _values.AsSpan(Count).Fill(double.PositiveInfinity);
    }

    /// <summary>Moves the window on by a row.</summary>
    public void Slide(double leaving, double entering)
    {
        if (double.IsNaN(leaving))
        {
            if (!double.IsNaN(entering)) Move(Count++, Rank(entering), entering);
        }
        else if (!double.IsNaN(entering)) Move(Rank(leaving), Rank(entering), entering);
        else
        {
            var rank = Rank(leaving);
            _values.AsSpan(rank + 1, --Count - rank).CopyTo(_values.AsSpan(rank));
            _values[Count] = double.PositiveInfinity;
        }
    }

    /// <summary>Closes the gap at <paramref name="from"/> and opens one before the value of rank <paramref name="to"/>.</summary>
    private void Move(int from, int to, double value)
    {
        var values = _values;
        if (to > from)
        {
            to--;
            values.AsSpan(from + 1, to - from).CopyTo(values.AsSpan(from));
        }
        else values.AsSpan(to, from - to).CopyTo(values.AsSpan(to + 1));

        values[to] = value + 0.0;
    }

    /// <summary>How many values are less than this one.</summary>
    private int Rank(double value)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(_values);
        var rank = 0;
        var compared = Vector512.Create(value);
        for (var i = 0; i < _compared; i += Vector512<double>.Count)
            rank += BitOperations.PopCount(Vector512.LessThan(Vector512.LoadUnsafe(ref first, (nuint)i), compared).ExtractMostSignificantBits());
        if (_compared > 0) return rank;

        var length = Count;
        while (length > 0)
        {
            var half = (length + 1) / 2;
            rank += _values[rank + half - 1] < value ? half : 0;
            length -= half;
        }

        return rank;
    }
}
