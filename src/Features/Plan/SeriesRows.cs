namespace SecretMagic.Features;

/// <summary>The rows of the series at hand: a whole one of a panel, or the last rows of one that grows.</summary>
internal abstract class SeriesRows
{
    /// <summary>The position of the series in its attributes.</summary>
    public abstract int Position { get; }

    /// <summary>The period of the first row of the series.</summary>
    public abstract long FirstPeriod { get; }

    /// <summary>The number of the first row at hand, counted from the first row of the series.</summary>
    public abstract int First { get; }

    /// <summary>The number of rows at hand.</summary>
    public abstract int Count { get; }

    /// <summary>The values at hand in a column of the panel, NaN for missing.</summary>
    public abstract ReadOnlySpan<double> Values(int column);

    /// <summary>The number of the first row of a column that has a value with weight; the number of rows when none has.</summary>
    public abstract int FirstKnown(int column);

    /// <summary>The number of the last row of the column's history, -1 when there is none. What follows is the future.</summary>
    public abstract int LastKnown(int column);
}
