using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Count and smallest of the known values.</summary>
internal readonly struct Least<T> : IMonoid<Least<T>, T>
    where T : unmanaged, ILanes<T>
{
    public static Least<T> Identity => new() { Value = T.Of(double.PositiveInfinity) };

    public T Count { get; private init; }

    public T Value { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Least<T> Append(Least<T> older, T value) => new()
    {
        Count = older.Count + T.WhereKnown(value, T.Of(1), T.Of(0)),
        Value = T.WhereLess(value, older.Value, value, older.Value),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Least<T> Combine(Least<T> older, Least<T> newer) => new()
    {
        Count = older.Count + newer.Count,
        Value = T.WhereLess(newer.Value, older.Value, newer.Value, older.Value),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(Least<T> state, ref double target)
    {
        T.Store(state.Count, ref target);
        T.Store(state.Value, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Least<T> Restore(ref readonly double source) => new()
    {
        Count = T.Load(in source),
        Value = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)),
    };
}
