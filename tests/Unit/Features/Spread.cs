using System.Runtime.CompilerServices;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

/// <summary>Largest less smallest value over a window: the feature of one's own in docs/TIME_SERIES.md.</summary>
internal sealed class Spread : WindowStatistic
{
    public static FeatureType Type { get; } = WindowType.Of(
        "spread",
        "Largest less smallest value over the last grid points.",
        "max - min of the known x in (t - w, t].",
        "A few comparisons whatever the window.",
        "{ type: spread, windows: [3] } over 3, 1, null, 4 gives 0, 2, 2, 3.",
        new Spread());

    public override string Canonical(int window, int minSamples) => $"spread w={window} min={minSamples}";

    public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
        group.Evaluate<T, Ends<T>, Reading<T>>(minSamples, output);

    private readonly struct Reading<T> : IReading<Ends<T>, T>
        where T : unmanaged, ILanes<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(Ends<T> state, T minSamples) =>
            T.WhereLess(state.Count, minSamples, T.Of(ReasonNan.TooFewValid), state.High - state.Low);
    }

    /// <summary>What is kept of a run of values: how many are known, the smallest and the largest.</summary>
    private readonly struct Ends<T> : IMonoid<Ends<T>, T>
        where T : unmanaged, ILanes<T>
    {
        public static Ends<T> Identity => new() { Low = T.Of(double.PositiveInfinity), High = T.Of(double.NegativeInfinity) };

        public T Count { get; private init; }

        public T Low { get; private init; }

        public T High { get; private init; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Ends<T> Append(Ends<T> older, T value) => new()
        {
            Count = older.Count + T.WhereKnown(value, T.Of(1), T.Of(0)),
            Low = T.WhereLess(value, older.Low, value, older.Low),
            High = T.WhereLess(older.High, value, value, older.High),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Ends<T> Combine(Ends<T> older, Ends<T> newer) => new()
        {
            Count = older.Count + newer.Count,
            Low = T.WhereLess(newer.Low, older.Low, newer.Low, older.Low),
            High = T.WhereLess(older.High, newer.High, newer.High, older.High),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Save(Ends<T> state, ref double target)
        {
            T.Store(state.Count, ref target);
            T.Store(state.Low, ref Unsafe.Add(ref target, T.Count));
            T.Store(state.High, ref Unsafe.Add(ref target, 2 * T.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Ends<T> Restore(ref readonly double source) => new()
        {
            Count = T.Load(in source),
            Low = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), T.Count)),
            High = T.Load(ref Unsafe.Add(ref Unsafe.AsRef(in source), 2 * T.Count)),
        };
    }
}
