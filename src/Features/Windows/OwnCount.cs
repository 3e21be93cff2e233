using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>A count of its own in every lane.</summary>
internal readonly struct OwnCount<T>(T value) : ICount<T>
    where T : unmanaged, ILanes<T>
{
    public T Value => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Share(T dividend) => dividend / value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T SharePairs(T dividend) => dividend / (value * (value - T.Of(1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NarrowDeviation(T dividend, ref float target) => T.Narrow(T.Sqrt(SharePairs(dividend)), ref target);
}
