using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>The number of known values and the moments of those among them that are not 0: how often there is a sale, and of what size.</summary>
internal readonly struct Demand<T> : IMonoid<Demand<T>, T>
    where T : unmanaged, ILanes<T>
{
    public static Demand<T> Identity => default;

    public T Count { get; private init; }

    public Moments<T> Sales { get; private init; }

    /// <summary>The sum of the sizes.</summary>
    public T Total => Sales.Count * Sales.Centre + Sales.Sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Demand<T> Append(Demand<T> older, T value)
    {
        var none = T.Of(double.NaN);
        var sale = T.WhereLess(T.Of(0), value, value, T.WhereLess(value, T.Of(0), value, none));
        return new()
        {
            Count = older.Count + T.WhereKnown(value, T.Of(1), T.Of(0)),
            Sales = Moments<T>.Append(older.Sales, sale),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Demand<T> Combine(Demand<T> older, Demand<T> newer) => new()
    {
        Count = older.Count + newer.Count,
        Sales = Moments<T>.Combine(older.Sales, newer.Sales),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(Demand<T> state, ref double target)
    {
        T.Store(state.Count, ref target);
        Moments<T>.Save(state.Sales, ref Unsafe.Add(ref target, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Demand<T> Restore(ref readonly double source) => new()
    {
        Count = T.Load(in source),
        Sales = Moments<T>.Restore(ref Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)),
    };
}
