using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>A statistic that is read from count, sum and sum of squares of a window; for squares, distances to any centre will do.</summary>
internal interface ISumReading
{
    /// <summary>True for a deviation: the square root of what <see cref="Read"/> gives, over n (n - 1).</summary>
    static virtual bool IsDeviation => false;

    static abstract T Read<T, TCount>(TCount count, T sum, T squares)
        where T : unmanaged, ILanes<T>
        where TCount : struct, ICount<T>;

    /// <summary>The statistic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Value<T, TCount, TReading>(TCount count, T sum, T squares)
        where T : unmanaged, ILanes<T>
        where TCount : struct, ICount<T>
        where TReading : struct, ISumReading
    {
        var value = TReading.Read(count, sum, squares);
        return TReading.IsDeviation ? T.Sqrt(count.SharePairs(T.WhereLess(value, T.Of(0), T.Of(0), value))) : value;
    }

    /// <summary>Writes the statistic of whole numbers, rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Narrow<T, TCount, TReading>(TCount count, T sum, T squares, ref float target)
        where T : unmanaged, ILanes<T>
        where TCount : struct, ICount<T>
        where TReading : struct, ISumReading
    {
        var value = TReading.Read(count, sum, squares);
        if (TReading.IsDeviation) count.NarrowDeviation(value, ref target);
        else T.Narrow(value, ref target);
    }
}
