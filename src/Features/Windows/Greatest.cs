using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Count and largest of the known values.</summary>
internal readonly struct Greatest<T> : IMonoid<Greatest<T>, T>
    where T : unmanaged, ILanes<T>
{
    public static Greatest<T> Identity => new() { Value = T.Of(double.NegativeInfinity) };

    public T Count { get; private init; }

    public T Value { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Greatest<T> Append(Greatest<T> older, T value) => new()
    {
        Count = older.Count + T.WhereKnown(value, T.Of(1), T.Of(0)),
        Value = T.WhereLess(older.Value, value, value, older.Value),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Greatest<T> Combine(Greatest<T> older, Greatest<T> newer) => new()
    {
        Count = older.Count + newer.Count,
        Value = T.WhereLess(older.Value, newer.Value, newer.Value, older.Value),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(Greatest<T> state, ref double target)
    {
        T.Store(state.Count, ref target);
        T.Store(state.Value, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Greatest<T> Restore(ref readonly double source) => new()
    {
        Count = T.Load(in source),
        Value = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)),
    };
}
