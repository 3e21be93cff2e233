namespace SecretMagic.Features;

/// <summary>The number of values in a window, and exact division by what depends on it.</summary>
internal interface ICount<T>
    where T : unmanaged, ILanes<T>
{
    T Value { get; }

    /// <summary><c>dividend / n</c>, rounded once.</summary>
    T Share(T dividend);

    /// <summary><c>dividend / (n (n - 1))</c>, rounded once.</summary>
    T SharePairs(T dividend);

    /// <summary>Writes <c>sqrt(dividend / (n (n - 1)))</c>, rounded after each step and to float32; dividends are whole numbers from 0 on.</summary>
    void NarrowDeviation(T dividend, ref float target);
}
