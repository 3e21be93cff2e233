using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SecretMagic.Features;

/// <summary>
/// One count for all rows, so that divisions become multiplications with the reciprocal and one correction. With r = 1 / b rounded, q = a r
/// lies within two units of the last place of a / b, the remainder a - b q is exact, and q + r (a - b q) before its rounding misses a / b
/// by less than 2^-50 units; a / b with a whole b below 2^40 lies farther than that from any boundary of rounding, so the result is the
/// IEEE quotient (Markstein, IBM J. Res. Dev. 34, 1990). Without a fused multiplication it is divided.
/// </summary>
internal readonly struct SameCount<T> : ICount<T>
    where T : unmanaged, ILanes<T>
{
    private readonly T _count;
    private readonly T _lessCount;
    private readonly T _countReciprocal;
    private readonly T _pairs;
    private readonly T _pairsReciprocal;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SameCount(FullCount full)
    {
        _count = T.Of(full.Window);
        _lessCount = T.Of(-full.Window);
        _countReciprocal = T.Of(full.Reciprocal);
        _pairs = T.Of(full.Pairs);
        _pairsReciprocal = T.Of(full.PairsReciprocal);
    }

    public T Value => _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Share(T dividend) => Quotient(dividend, _lessCount, _countReciprocal);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T SharePairs(T dividend) => Quotient(dividend, T.Of(0) - _pairs, _pairsReciprocal);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NarrowDeviation(T dividend, ref float target) => T.NarrowRoot(dividend, _pairs, _pairsReciprocal, ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Quotient(T dividend, T lessDivisor, T reciprocal)
    {
        if (!Fma.IsSupported && !AdvSimd.Arm64.IsSupported) return dividend / (T.Of(0) - lessDivisor);
        var quotient = dividend * reciprocal;
        var remainder = T.MultiplyAdd(quotient, lessDivisor, dividend);
        return T.MultiplyAdd(remainder, reciprocal, quotient);
    }
}
