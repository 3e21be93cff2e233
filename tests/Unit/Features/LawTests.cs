using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

/// <summary>What holds for every feature, whatever the series.</summary>
public sealed class LawTests
{
    private static readonly string[] WindowTypes =
        ["ma", "sum", "std", "var", "min", "max", "count", "median", "quantile", "skew", "zscore", "trend", "rank"];

    private static readonly string[] ExpandingTypes =
        ["expanding_mean", "expanding_sum", "expanding_std", "expanding_min", "expanding_max", "expanding_count"];

    internal static readonly FeatureSet Everything = Given.Set([.. History("missing", ""), .. History("decay", "decay_")]);

    [Fact]
    public void Any_slicing_gives_the_same_bits() =>
        Prop.ForAll(Rows, ArbMap.Default.ArbFor<int[]>(), (rows, where) =>
        {
            int[] cuts = [.. where.Select(cut => (int)(Math.Abs((long)cut) % (rows.Length + 1))).Order()];
            using var panel = Given.Panel(13_700, rows);
            var plan = Given.Plan(Everything);
            Computed.Of(plan, panel, cuts: cuts).ShouldHaveTheBitsOf(Computed.Of(plan, panel));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_series_is_the_same_in_one_call_and_row_by_row()
    {
        var rows = Enumerable.Range(0, 5000).Select(i => i % 11 == 0 ? double.NaN : Math.Sin(i) * (i % 97)).ToArray();
        using var panel = Given.Panel(9_999, rows);
        var plan = Given.Plan(Everything);

        Computed.Of(plan, panel).ShouldHaveTheBitsOf(Computed.Of(plan, panel, cuts: [.. Enumerable.Range(1, rows.Length - 1)]));
    }

    [Fact]
    public void Windows_do_not_depend_on_where_the_history_starts()
    {
        var rows = Enumerable.Range(0, 700).Select(i => i % 13 == 0 ? double.NaN : i % 41 == 0 ? 1e5 : Math.Cos(i) * 10).ToArray();
        int[] windows = [3, 7, 28, 90];
        var set = Given.Set(
            [
                .. WindowTypes.Select(type => Window(type, ("windows", windows), ("name", type + "_{window}"))),
                Given.Entry("intermittent", ("windows", windows)),
            ]);
        using var whole = Given.Panel(14_001, rows);
        var plan = Given.Plan(set);
        var all = Computed.Of(plan, whole);
        foreach (var dropped in new[] { 1, 6, 89, 100 })
        {
            using var later = Given.Panel(14_001 + dropped, rows[dropped..]);
            var part = Computed.Of(plan, later);
            foreach (var window in windows)
            {
                foreach (var type in WindowTypes.Append("adi").Append("cv2").Append("sale_size"))
                {
                    var name = $"{type}_{window}";
                    part[name].Skip(window - 1).Select(BitConverter.DoubleToInt64Bits)
                        .ShouldBe(all[name].Skip(dropped + window - 1).Select(BitConverter.DoubleToInt64Bits), name);
                }
            }
        }
    }

    [Fact]
    public void Later_rows_change_no_row_before_them() =>
        Prop.ForAll(Rows, Rows, (rows, later) =>
        {
            var known = Array.FindLastIndex(rows, row => !double.IsNaN(row)) + 1;
            using var past = Given.Panel(14_000, rows[..known]);
            using var whole = Given.Panel(14_000, [.. rows[..known], .. later, 1]);
            var plan = Given.Plan(Everything);
            var (before, after) = (Computed.Of(plan, past), Computed.Of(plan, whole));
            foreach (var feature in plan.Features)
                after[feature.Name][..known].Select(BitConverter.DoubleToInt64Bits)
                    .ShouldBe(before[feature.Name].Select(BitConverter.DoubleToInt64Bits));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Twice_the_sales_are_exactly_twice_the_features_four_times_the_variance_and_the_same_shares() =>
        Prop.ForAll(Rows, rows =>
        {
            var set = Given.Set([.. History("missing", ""), .. History("decay", "decay_", dead: false)]);
            var (one, two) = (Computed.Of(set, rows), Computed.Of(set, [.. rows.Select(row => 2 * row)]));
            foreach (var feature in Given.Plan(set).Features)
            {
                var factor = FactorOf(feature);
                one[feature.Name].Select(value => BitConverter.DoubleToInt64Bits(factor * value))
                    .ShouldBe(two[feature.Name].Select(BitConverter.DoubleToInt64Bits), feature.Name);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decay_is_missing_where_nothing_is_missing() =>
        Prop.ForAll(Rows, rows =>
        {
            double[] full = [.. rows.Select(row => double.IsNaN(row) ? 0 : row)];
            var set = Given.Set([.. History("missing", ""), .. History("decay", "decay_", dead: false)]);
            var computed = Computed.Of(set, full);
            foreach (var feature in Given.Plan(set).Features.Where(feature => !feature.Name.StartsWith("decay_")))
                computed["decay_" + feature.Name].Select(BitConverter.DoubleToInt64Bits)
                    .ShouldBe(computed[feature.Name].Select(BitConverter.DoubleToInt64Bits));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_width_of_vector_gives_the_bits_of_the_scalar_form()
    {
        WindowStatistic[] statistics =
            [
                new Ma(), new Sum(), new Std(), new Var(), new Min(), new Max(), new Skew(), new ZScore(), new Trend(),
                .. new[] { "adi", "cv2", "demand_class", "sale_probability", "sale_size" }.Select(IntermittentStatistic.Of),
            ];
        foreach (var statistic in statistics)
        {
            foreach (var window in new[] { 1, 2, 7, 28 })
            {
                var values = Enumerable.Range(0, window * 9)
                    .Select(i => i % 6 == 1 ? double.NaN : Math.Sin(i) * (i % 17 == 0 ? 1e5 : 1)).ToArray();
                var scalar = Evaluate<Lanes1>(statistic, values, window);
                Evaluate<Lanes4>(statistic, values, window).ShouldBe(scalar);
                Evaluate<Lanes8>(statistic, values, window).ShouldBe(scalar);
            }
        }
    }

    internal static Arbitrary<double[]> Rows => Gen.Frequency(
        (6, Gen.Choose(0, 40).Select(value => (double)value)),
        (3, Gen.Constant(double.NaN)),
        (1, Gen.Choose(-1_000_000, 1_000_000).Select(value => value / 7.0))).ListOf().Select(rows => rows.ToArray()).ToArbitrary();

    private static IEnumerable<FeatureEntry> History(string strategy, string prefix, bool dead = true)
    {
        (string, object)[] common = [("nan_strategy", strategy)];
        if (strategy == "decay" && dead) common = [.. common, ("dead_below", 0.01)];
        yield return Given.Entry("lag", [("lags", new[] { 0, 1, 7 }), ("name", prefix + "lag_{lag}"), .. common]);
        yield return Given.Entry("diff", [("lags", new[] { 1, 7 }), ("name", prefix + "diff_{lag}"), .. common]);
        yield return Given.Entry("pct_change", [("lags", new[] { 1, 7 }), ("name", prefix + "pct_change_{lag}"), .. common]);
        foreach (var type in WindowTypes)
        {
            yield return Window(type, [("windows", new[] { type == "skew" ? 3 : 2, 7, 28 }), ("name", prefix + type + "_{window}"), .. common]);
            yield return Window(
                type, [("windows", new[] { 5 }), ("shift", 3), ("name", prefix + type + "_{window}_shifted"),
                    .. type == "count" ? common : [("min_samples", 4), .. common]]);
        }

        yield return Given.Entry("ema", [("alpha", 0.5), ("min_samples", 3), ("window_days", 5), ("name", prefix + "ema"), .. common]);
        yield return Given.Entry("ema", [("alpha", 0.3), ("ignore_na", false), ("shift", 1), ("name", prefix + "ema_by_position"), .. common]);
        yield return Given.Entry("ema_std", [("halflife", 3), ("name", prefix + "ema_std"), .. common]);
        yield return Given.Entry(
            "ema_std", [("alpha", 0.2), ("adjust", true), ("ignore_na", false), ("shift", 2), ("name", prefix + "ema_std_adjusted"), .. common]);
        foreach (var type in ExpandingTypes)
        {
            yield return Given.Entry(type, [("name", prefix + type), .. common]);
            yield return Given.Entry(type, [("shift", 4), ("name", prefix + type + "_shifted"), .. common]);
        }

        foreach (var type in new[] { "days_since_sale", "zero_streak", "age" })
        {
            yield return Given.Entry(type, [("name", prefix + type), .. common]);
            yield return Given.Entry(type, [("shift", 4), ("name", prefix + type + "_shifted"), .. common]);
        }

        yield return Given.Entry(
            "seasonal_ma", [("period", 7), ("windows", new[] { 1, 4 }), ("name", prefix + "seasonal_ma_{window}"), .. common]);
        yield return Given.Entry(
            "seasonal_ma", [("period", 2), ("windows", new[] { 3 }), ("shift", 1), ("min_samples", 2), ("name", prefix + "seasonal_ma_shifted"), .. common]);
        foreach (var align in new[] { "weekday", "date" })
        {
            yield return Given.Entry("seasonal_lag", [("years", new[] { 1, 2 }), ("align", align), ("shift", 2),
                ("name", prefix + "seasonal_lag_{align}_{years}"), .. common]);
        }

        yield return Given.Entry("intermittent", [("windows", new[] { 3, 28 }), ("name", prefix + "{of}_{window}"), .. common]);
        yield return Given.Entry("tsb", [("alpha", 0.3), ("shift", 1), ("min_samples", 2), ("name", prefix + "tsb"), .. common]);
        yield return Given.Entry("ema", [("span", 6), ("adjust", true), ("shift", 2), ("name", prefix + "ema_adjusted"), .. common]);
    }

    private static FeatureEntry Window(string type, params (string, object)[] parameters) =>
        Given.Entry(type, type == "quantile" ? [("quantile", 0.9), .. parameters] : parameters);

    private static double FactorOf(Feature feature) => feature.Type switch
    {
        "var" => 4,
        "expanding_count" or "count" or "skew" or "zscore" or "rank" or "pct_change" or "days_since_sale" or "zero_streak" or "age" => 1,
        "intermittent" => feature.Name.Contains("sale_size") ? 2 : 1,
        _ => 2,
    };

    private static long[] Evaluate<T>(WindowStatistic statistic, double[] values, int window)
        where T : unmanaged, ILanes<T>
    {
        var bits = new long[8 * window];
        for (var block = 1; block <= 8; block += T.Count)
        {
            var gathered = new double[window * (T.Count + 1)];
            for (var slot = 0; slot <= T.Count; slot++)
                for (var j = 0; j < window; j++) gathered[j * (T.Count + 1) + slot] = values[(block - 1 + slot) * window + j];
            var output = new double[window * T.Count];
            statistic.Evaluate<T>(new BlockGroup(gathered, window, new double[(window + 1) * BlockGroup.MaxFields * T.Count]), 2, output);
            for (var i = 0; i < output.Length; i++) bits[(block - 1) * window + i] = BitConverter.DoubleToInt64Bits(output[i]);
        }

        return bits;
    }
}
