using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>
/// The sums of the least-squares line. Steps count backwards from the newest row, which is 0; values are distances to a centre that is one
/// of them. Exact for integers while the sums stay under 2^53.
/// </summary>
internal readonly struct Line<T> : IMonoid<Line<T>, T>
    where T : unmanaged, ILanes<T>
{
    public static Line<T> Identity => default;

    /// <summary>The rows of the run, known or not.</summary>
    public T Rows { get; private init; }

    /// <summary>The known values.</summary>
    public T Count { get; private init; }

    /// <summary>The value that was added first; 0 while there is none.</summary>
    public T Centre { get; private init; }

    /// <summary>The sum of the steps back of the known values.</summary>
    public T Steps { get; private init; }

    /// <summary>The sum of the squares of the steps.</summary>
    public T StepSquares { get; private init; }

    /// <summary>The sum of (value - centre).</summary>
    public T Sum { get; private init; }

    /// <summary>The sum of step times (value - centre).</summary>
    public T Products { get; private init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Line<T> Append(Line<T> older, T value) => Combine(older, Of(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Line<T> Prepend(T value, Line<T> newer) => Combine(Of(value), newer);

    /// <summary>Moves the older run back by the rows of the newer one, and to its centre unless it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Line<T> Combine(Line<T> older, Line<T> newer)
    {
        var back = newer.Rows;
        var centre = T.WhereLess(newer.Count, T.Of(1), older.Centre, newer.Centre);
        var distance = T.WhereLess(older.Count, T.Of(1), T.Of(0), older.Centre - centre);
        var moved = back * older.Count;
        var sum = older.Sum + older.Count * distance;
        return new()
        {
            Rows = older.Rows + back,
            Count = older.Count + newer.Count,
            Centre = centre,
            Steps = newer.Steps + (older.Steps + moved),
            StepSquares = newer.StepSquares + (older.StepSquares + back * (older.Steps + older.Steps + moved)),
            Sum = newer.Sum + sum,
            Products = newer.Products + (older.Products + older.Steps * distance + back * sum),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Save(Line<T> state, ref double target)
    {
        T.Store(state.Rows, ref target);
        T.Store(state.Count, ref Unsafe.Add(ref target, T.Count));
        T.Store(state.Centre, ref Unsafe.Add(ref target, 2 * T.Count));
        T.Store(state.Steps, ref Unsafe.Add(ref target, 3 * T.Count));
        T.Store(state.StepSquares, ref Unsafe.Add(ref target, 4 * T.Count));
        T.Store(state.Sum, ref Unsafe.Add(ref target, 5 * T.Count));
        T.Store(state.Products, ref Unsafe.Add(ref target, 6 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Line<T> Restore(ref readonly double source)
    {
        ref var first = ref Unsafe.AsRef(in source);
        return new()
        {
            Rows = T.Load(ref first),
            Count = T.Load(ref Unsafe.Add(ref first, T.Count)),
            Centre = T.Load(ref Unsafe.Add(ref first, 2 * T.Count)),
            Steps = T.Load(ref Unsafe.Add(ref first, 3 * T.Count)),
            StepSquares = T.Load(ref Unsafe.Add(ref first, 4 * T.Count)),
            Sum = T.Load(ref Unsafe.Add(ref first, 5 * T.Count)),
            Products = T.Load(ref Unsafe.Add(ref first, 6 * T.Count)),
        };
    }

    /// <summary>A run of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Line<T> Of(T value) => new()
    {
        Rows = T.Of(1),
        Count = T.WhereKnown(value, T.Of(1), T.Of(0)),
        Centre = T.WhereKnown(value, value, T.Of(0)),
        Steps = T.Of(0),
        StepSquares = T.Of(0),
        Sum = T.Of(0),
        Products = T.Of(0),
    };
}
