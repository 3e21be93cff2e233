using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>Count and sum of the known values. The sum of integers is exact while it stays under 2^53.</summary>
internal readonly struct Total<T> : IMonoid<Total<T>, T>, ISums<T>
    where T : unmanaged, ILanes<T>
{
    public static Total<T> Identity => default;

    public T Count { get; private init; }

    public T Sum { get; private init; }

    public T Squares => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Total<T> Append(Total<T> older, T value) => new()
    {
        Count = older.Count + T.WhereKnown(value, T.Of(1), T.Of(0)),
        Sum = older.Sum + T.WhereKnown(value, value, T.Of(0)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Total<T> Combine(Total<T> older, Total<T> newer) => new()
    {
        Count = older.Count + newer.Count,
        Sum = older.Sum + newer.Sum,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(Total<T> state, ref double target)
    {
        T.Store(state.Count, ref target);
        T.Store(state.Sum, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Total<T> Restore(ref readonly double source) => new()
    {
        Count = T.Load(in source),
        Sum = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)),
    };
}
