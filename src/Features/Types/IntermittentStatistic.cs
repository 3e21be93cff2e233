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
        "adi" => new Statistic<AverageInterval>(name),
        "cv2" => new Statistic<SizeVariation>(name, " ddof=0"),
        "demand_class" => new Statistic<DemandClass>(name, $" adi={Interval} cv2={Variation}"),
        "sale_probability" => new Statistic<SaleProbability>(name),
        "sale_size" => new Statistic<SaleSize>(name),
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

    /// <summary>A statistic that is read from a window's demand.</summary>
    private interface IDemandReading
    {
        static abstract T Read<T>(Demand<T> state, T minSamples)
            where T : unmanaged, ILanes<T>;
    }

    private sealed class Statistic<TReading>(string name, string parameters = "") : WindowStatistic
        where TReading : struct, IDemandReading
    {
        public override string Canonical(int window, int minSamples) => $"{name} w={window}{parameters} min={minSamples}";

        public override void Evaluate<T>(BlockGroup group, double minSamples, Span<double> output) =>
            group.Evaluate<T, Demand<T>, Reading<T, TReading>>(minSamples, output);
    }

    private readonly struct Reading<T, TReading> : IReading<Demand<T>, T>
        where T : unmanaged, ILanes<T>
        where TReading : struct, IDemandReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read(Demand<T> state, T minSamples) => TReading.Read(state, minSamples);
    }

    private readonly struct AverageInterval : IDemandReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T>(Demand<T> state, T minSamples)
            where T : unmanaged, ILanes<T> => OfSales(state, minSamples, state.Count / state.Sales.Count);
    }

    private readonly struct SizeVariation : IDemandReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T>(Demand<T> state, T minSamples)
            where T : unmanaged, ILanes<T> => OfSales(state, minSamples, VariationOf(state));
    }

    private readonly struct DemandClass : IDemandReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T>(Demand<T> state, T minSamples)
            where T : unmanaged, ILanes<T>
        {
            var often = T.WhereLess(state.Count / state.Sales.Count, T.Of(Interval), T.Of(0), T.Of(2));
            return OfSales(state, minSamples, often + T.WhereLess(VariationOf(state), T.Of(Variation), T.Of(0), T.Of(1)));
        }
    }

    private readonly struct SaleProbability : IDemandReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T>(Demand<T> state, T minSamples)
            where T : unmanaged, ILanes<T> =>
            T.WhereLess(state.Count, minSamples, T.Of(ReasonNan.TooFewValid), state.Sales.Count / state.Count);
    }

    private readonly struct SaleSize : IDemandReading
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Read<T>(Demand<T> state, T minSamples)
            where T : unmanaged, ILanes<T> => OfSales(state, minSamples, state.Sales.Centre + state.Sales.Sum / state.Sales.Count);
    }
}
