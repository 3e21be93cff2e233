using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>The moments of a run and its newest row, to see how that row stands among the others.</summary>
internal readonly struct Standing<T> : IMonoid<Standing<T>, T>
    where T : unmanaged, ILanes<T>
{
    public static Standing<T> Identity => new() { Newest = T.Of(double.PositiveInfinity) };

    public Moments<T> Moments { get; private init; }

    /// <summary>The newest row, NaN where it is missing; infinity, which no input has, while there is no row.</summary>
    public T Newest { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Standing<T> Append(Standing<T> older, T value) => new() { Moments = Moments<T>.Append(older.Moments, value), Newest = value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Standing<T> Prepend(T value, Standing<T> newer) =>
        new() { Moments = Moments<T>.Append(newer.Moments, value), Newest = Later(value, newer.Newest) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Standing<T> Combine(Standing<T> older, Standing<T> newer) =>
        new() { Moments = Moments<T>.Combine(older.Moments, newer.Moments), Newest = Later(older.Newest, newer.Newest) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(Standing<T> state, ref double target)
    {
        Moments<T>.Save(state.Moments, ref target);
        T.Store(state.Newest, ref Unsafe.Add(ref target, 4 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Standing<T> Restore(ref readonly double source) => new()
    {
        Moments = Moments<T>.Restore(in source),
        Newest = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), 4 * T.Count)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Later(T older, T newer) => T.WhereLess(T.Of(double.MaxValue), newer, older, newer);
}
