using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Reads a statistic of sums from a monoid.</summary>
internal readonly struct SumReading<T, TState, TReading> : IReading<TState, T>
    where T : unmanaged, ILanes<T>
    where TState : unmanaged, IMonoid<TState, T>, ISums<T>
    where TReading : struct, ISumReading
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read(TState state, T minSamples) => T.WhereLess(
        state.Count, minSamples, T.Of(ReasonNan.TooFewValid),
        ISumReading.Value<T, OwnCount<T>, TReading>(new OwnCount<T>(state.Count), state.Sum, state.Squares));
}
