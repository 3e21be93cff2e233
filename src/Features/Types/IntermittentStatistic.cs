using System.Runtime.CompilerServices;

namespace SecretMagic.Features;

/// <summary>The statistics of intermittent demand, each read from the same fold.</summary>
internal static class IntermittentStatistic
{
    /// <summary>The average demand interval from which demand counts as intermittent (Syntetos, Boylan and Croston 2005).</summary>
    private const double Interval = 1.32;

    /// <summary>The squared coefficient of variation from which sizes count as erratic.</summary>
    private const double Variation = 0.49;

    public static WindowStatistic Of(string name) => name switch
    {
        "adi" => new AverageInterval(),
        "cv2" => new SizeVariation(),
        "demand_class" => new DemandClass(),
        "sale_probability" => new SaleProbability(),
        "sale_size" => new SaleSize(),
        _ => throw new System.Diagnostics.UnreachableException(name),
    };

    /// <summary>A formula that has no value without a sale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T OfSales<T>(Demand<T> state, T minSamples, T value)
        where T : unmanaged, ILanes<T> =>
        T.WhereLess(state.Count, minSamples, T.Of(ReasonNan.TooFewValid), T.WhereLess(T.Of(0), state.Sales.Count, value, T.Of(ReasonNan.Undefined)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T VariationOf<T>(Demand<T> state)
        where T : unmanaged, ILanes<T>
    {
        var sales = state.Sales;
        var moment = sales.Count * sales.Squares - sales.Sum * sales.Sum;
        var total = state.Total;
        return T.WhereLess(T.Of(0), moment, moment / (total * total), T.Of(0));
    }

    private sealed class AverageInterval : WindowStatistic
    {
        public override string Canonical(int window, int minSamples) => $"adi w={window} min={minSamples}";

        public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
            group.Evaluate<T, Demand<T>, Reading<T>>(minSamples, output);

        private readonly struct Reading<T> : IReading<Demand<T>, T>
            where T : unmanaged, ILanes<T>
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static T Read(Demand<T> state, T minSamples) => OfSales(state, minSamples, state.Count / state.Sales.Count);
        }
    }

    private sealed class SizeVariation : WindowStatistic
    {
        public override string Canonical(int window, int minSamples) => $"cv2 w={window} ddof=0 min={minSamples}";

        public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
            group.Evaluate<T, Demand<T>, Reading<T>>(minSamples, output);

        private readonly struct Reading<T> : IReading<Demand<T>, T>
            where T : unmanaged, ILanes<T>
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static T Read(Demand<T> state, T minSamples) => OfSales(state, minSamples, VariationOf(state));
        }
    }

    private sealed class DemandClass : WindowStatistic
    {
        public override string Canonical(int window, int minSamples) => $"demand_class w={window} adi={Interval} cv2={Variation} min={minSamples}";

        public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
            group.Evaluate<T, Demand<T>, Reading<T>>(minSamples, output);

        private readonly struct Reading<T> : IReading<Demand<T>, T>
            where T : unmanaged, ILanes<T>
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static T Read(Demand<T> state, T minSamples)
            {
                var often = T.WhereLess(state.Count / state.Sales.Count, T.Of(Interval), T.Of(0), T.Of(2));
                return OfSales(state, minSamples, often + T.WhereLess(VariationOf(state), T.Of(Variation), T.Of(0), T.Of(1)));
            }
        }
    }

    private sealed class SaleProbability : WindowStatistic
    {
        public override string Canonical(int window, int minSamples) => $"sale_probability w={window} min={minSamples}";

        public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
            group.Evaluate<T, Demand<T>, Reading<T>>(minSamples, output);

        private readonly struct Reading<T> : IReading<Demand<T>, T>
            where T : unmanaged, ILanes<T>
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static T Read(Demand<T> state, T minSamples) =>
                T.WhereLess(state.Count, minSamples, T.Of(ReasonNan.TooFewValid), state.Sales.Count / state.Count);
        }
    }

    private sealed class SaleSize : WindowStatistic
    {
        public override string Canonical(int window, int minSamples) => $"sale_size w={window} min={minSamples}";

        public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
            group.Evaluate<T, Demand<T>, Reading<T>>(minSamples, output);

        private readonly struct Reading<T> : IReading<Demand<T>, T>
            where T : unmanaged, ILanes<T>
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static T Read(Demand<T> state, T minSamples) =>
                OfSales(state, minSamples, state.Sales.Centre + state.Sales.Sum / state.Sales.Count);
        }
    }
}
