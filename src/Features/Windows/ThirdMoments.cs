using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>As <see cref="Moments{T}"/>, with the sum of the cubes of the distances to the centre.</summary>
internal readonly struct ThirdMoments<T> : IMonoid<ThirdMoments<T>, T>
    where T : unmanaged, ILanes<T>
{
    public static ThirdMoments<T> Identity => default;

    public T Count { get; private init; }

    /// <summary>The value that was added first; 0 while there is none.</summary>
    public T Centre { get; private init; }

    public T Sum { get; private init; }

    public T Squares { get; private init; }

    public T Cubes { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThirdMoments<T> Append(ThirdMoments<T> older, T value)
    {
        var one = T.WhereKnown(value, T.Of(1), T.Of(0));
        var centre = T.WhereLess(older.Count, one, value, older.Centre);
        var distance = T.WhereKnown(value, value - centre, T.Of(0));
        var square = distance * distance;
        return new()
        {
            Count = older.Count + one,
            Centre = centre,
            Sum = older.Sum + distance,
            Squares = older.Squares + square,
            Cubes = older.Cubes + square * distance,
        };
    }

    /// <summary>Moves the older run to the centre of the newer one, unless that is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThirdMoments<T> Combine(ThirdMoments<T> older, ThirdMoments<T> newer)
    {
        var centre = T.WhereLess(newer.Count, T.Of(1), older.Centre, newer.Centre);
        var distance = older.Centre - centre;
        var moved = older.Count * distance;
        var three = T.Of(3);
        return new()
        {
            Count = older.Count + newer.Count,
            Centre = centre,
            Sum = newer.Sum + (older.Sum + moved),
            Squares = newer.Squares + (older.Squares + distance * (older.Sum + older.Sum + moved)),
            Cubes = newer.Cubes + (older.Cubes + distance * (three * older.Squares + distance * (three * older.Sum + moved))),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(ThirdMoments<T> state, ref double target)
    {
        T.Store(state.Count, ref target);
        T.Store(state.Centre, ref Unsafe.Add(ref target, T.Count));
        T.Store(state.Sum, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(state.Squares, ref Unsafe.Add(ref target, 3 * T.Count));
        T.Store(state.Cubes, ref Unsafe.Add(ref target, 4 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThirdMoments<T> Restore(ref readonly double source) => new()
    {
        Count = T.Load(in source),
        Centre = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)),
        Sum = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), 2 * T.Count)),
        Squares = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), 3 * T.Count)),
        Cubes = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), 4 * T.Count)),
    };
}
