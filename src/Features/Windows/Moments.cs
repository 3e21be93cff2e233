using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>
/// Count, and sum and sum of squares of the distances to a centre that is itself one of the values. So the squares are at most
/// <see cref="Count"/> times the centred second moment, whatever the level and the spikes: subtracting loses at most log2(count) bits, a
/// constant run has exactly 0, and no division is needed to join two runs (the form of Chan, Golub and LeVeque needs one).
/// </summary>
internal readonly struct Moments<T> : IMonoid<Moments<T>, T>, ISums<T>
    where T : unmanaged, ILanes<T>
{
    public static Moments<T> Identity => default;

    public T Count { get; private init; }

    /// <summary>The value that was added first; 0 while there is none.</summary>
    public T Centre { get; private init; }

    /// <summary>The sum of (value - centre).</summary>
    public T Sum { get; private init; }

    /// <summary>The sum of (value - centre)².</summary>
    public T Squares { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Moments<T> Append(Moments<T> older, T value)
    {
        var one = T.WhereKnown(value, T.Of(1), T.Of(0));
        var centre = T.WhereLess(older.Count, one, value, older.Centre);
        var distance = T.WhereKnown(value, value - centre, T.Of(0));
        return new()
        {
            Count = older.Count + one,
            Centre = centre,
            Sum = older.Sum + distance,
            Squares = older.Squares + distance * distance,
        };
    }

    /// <summary>Moves the older run to the centre of the newer one, unless that is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Moments<T> Combine(Moments<T> older, Moments<T> newer)
    {
        var centre = T.WhereLess(newer.Count, T.Of(1), older.Centre, newer.Centre);
        var distance = older.Centre - centre;
        var moved = older.Count * distance;
        return new()
        {
            Count = older.Count + newer.Count,
            Centre = centre,
            Sum = newer.Sum + (older.Sum + moved),
            Squares = newer.Squares + (older.Squares + distance * (older.Sum + older.Sum + moved)),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(Moments<T> state, ref double target)
    {
        T.Store(state.Count, ref target);
        T.Store(state.Centre, ref Unsafe.Add(ref target, T.Count));
        T.Store(state.Sum, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(state.Squares, ref Unsafe.Add(ref target, 3 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Moments<T> Restore(ref readonly double source) => new()
    {
        Count = T.Load(in source),
        Centre = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)),
        Sum = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), 2 * T.Count)),
        Squares = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), 3 * T.Count)),
    };
}
