namespace SecretMagic.Features;

/// <summary>A statistic that is read from count, sum and sum of squares of a window; for squares, distances to any centre will do.</summary>
internal interface ISumReading
{
    static abstract T Read<T, TCount>(TCount count, T sum, T squares)
        where T : unmanaged, ILanes<T>
        where TCount : struct, ICount<T>;
}
