using FsCheck;
using FsCheck.Fluent;

namespace SecretMagic.Unit.Features;

public sealed class WindowTests
{
    private const double N = double.NaN;
    private static readonly double[] Gapped = [1, 2, N, 4, 5, 6, 7, 8];

    public static TheoryData<string, double[]> Vectors => new()
    {
        { "ma", [1, 1.5, 1.5, 3, 4.5, 5, 6, 7] },
        { "sum", [1, 3, 3, 6, 9, 15, 18, 21] },
        { "std", [N, 0.70710678118654757, 0.70710678118654757, 1.4142135623730951, 0.70710678118654757, 1, 1, 1] },
        { "min", [1, 1, 1, 2, 4, 4, 5, 6] },
        { "max", [1, 2, 2, 4, 5, 6, 7, 8] },
        { "median", [1, 1.5, 1.5, 3, 4.5, 5, 6, 7] },
        { "var", [N, 0.5, 0.5, 2, 0.5, 1, 1, 1] },
        { "count", [1, 2, 2, 2, 2, 3, 3, 3] },
        { "skew", [N, N, N, N, N, 0, 0, 0] },
        { "zscore", [N, 0.70710678118654757, N, 0.70710678118654757, 0.70710678118654757, 1, 1, 1] },
        { "trend", [N, 1, 1, 1, 1, 1, 1, 1] },
        { "rank", [1, 1, N, 1, 1, 1, 1, 1] },
    };

    public static TheoryData<string> Adversaries => [.. Series().Select(series => series.Name)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_missing_value_is_left_out_of_the_window(string type, double[] expected) =>
        Computed.Of(Given.Set(Given.Entry(type, ("windows", new[] { 3 }))), Gapped)[type + "_3"].ShouldAgreeWith(expected, 1e-15);

    [Fact]
    public void Known_values_are_counted_not_rows() =>
        Computed.Of(Given.Set(Given.Entry("ma", ("windows", new[] { 3 }), ("min_samples", 3))), Gapped)["ma_3"]
            .ShouldBe([N, N, N, N, N, 5, 6, 7]);

    [Fact]
    public void A_window_without_a_known_value_has_no_extremum_left_over()
    {
        var set = Given.Set(Given.Entry("max", ("windows", new[] { 3 })), Given.Entry("ma", ("windows", new[] { 3 })));

        var computed = Computed.Of(set, [9, N, N, N, 3, N, 3]);

        computed["max_3"].ShouldBe([9, 9, 9, N, 3, 3, 3]);
        computed["ma_3"].ShouldBe([9, 9, 9, N, 3, 3, 3]);
    }

    [Theory]
    [MemberData(nameof(Adversaries))]
    public void Hard_series_agree_with_two_passes(string name)
    {
        var values = Series().Single(series => series.Name == name).Values;
        int[] windows = [1, 2, 3, 7, 28, 90];
        var set = Given.Set(
            [
                .. new[] { "ma", "sum", "min", "max" }.Select(type => Given.Entry(type, ("windows", windows))),
                Given.Entry("std", ("windows", windows.Skip(1).ToArray())),
            ]);

        var computed = Computed.Of(set, values);

        foreach (var window in windows)
        {
            for (var t = 0; t < values.Length; t++)
            {
                double[] known = [.. values[Math.Max(0, t - window + 1)..(t + 1)].Where(x => !double.IsNaN(x))];
                var past = values.AsSpan(t).ContainsAnyExcept(N);
                var scale = known.Length == 0 ? 0 : known.Max(Math.Abs);
                Agree("sum", known.Sum(), scale * window);
                Agree("ma", known.Sum() / known.Length, scale);
                Agree("min", known.Length == 0 ? N : known.Min(), scale);
                Agree("max", known.Length == 0 ? N : known.Max(), scale);
                if (window > 1) Agree("std", known.Length < 2 ? N : Deviation(known), scale / 100);

                void Agree(string type, double expected, double scale)
                {
                    var actual = computed[$"{type}_{window}"][t];
                    var message = $"{type}_{window} at {t}: {actual} instead of {expected}";
                    if (!past || known.Length == 0) double.IsNaN(actual).ShouldBeTrue(message);
                    else if (double.IsNaN(expected)) double.IsNaN(actual).ShouldBeTrue(message);
                    else Math.Abs(actual - expected).ShouldBeLessThanOrEqualTo(1e-12 * Math.Max(Math.Abs(expected), scale), message);
                }
            }
        }
    }

    [Fact]
    public void The_deviation_survives_a_level_of_ten_million() =>
        Computed.Of(
            Given.Set(Given.Entry("std", ("windows", new[] { 3 }))), [1e7 + 0.1, 1e7 + 0.2, 1e7 + 0.3, 1e7 + 0.1])["std_3"][2]
            .ShouldBe(0.1, 1e-9);

    [Fact]
    public void A_constant_window_deviates_by_exactly_zero()
    {
        var values = Enumerable.Range(0, 300).Select(i => i == 20 ? 1e9 : 0.1).ToArray();

        var std = Computed.Of(Given.Set(Given.Entry("std", ("windows", new[] { 7, 28 }))), values);

        std["std_7"].Skip(28).ShouldAllBe(value => value == 0);
        std["std_28"].Skip(48).ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Means_of_integers_are_their_sum_divided_once() =>
        Prop.ForAll<int[]>(values =>
        {
            if (values.Length == 0) return true;
            var set = Given.Set(Given.Entry("ma", ("windows", new[] { 5 })));
            var means = Computed.Of(set, [.. values.Select(value => (double)value)])["ma_5"];
            return !means.Where((mean, t) => mean != Sum(t) / (double)Math.Min(t + 1, 5)).Any();

            long Sum(int t) => values[Math.Max(0, t - 4)..(t + 1)].Sum(value => (long)value);
        }).QuickCheckThrowOnFailure();

    private static double Deviation(double[] known)
    {
        var mean = known.Sum() / known.Length;
        return Math.Sqrt(known.Sum(x => (x - mean) * (x - mean)) / (known.Length - 1));
    }

    private static IEnumerable<(string Name, double[] Values)> Series()
    {
        yield return ("all missing", [.. Enumerable.Repeat(N, 40)]);
        yield return ("one value", [.. Enumerable.Range(0, 40).Select(i => i == 17 ? 3.5 : N)]);
        yield return ("constant 0.1", [.. Enumerable.Repeat(0.1, 200)]);
        yield return ("1e9, then ones", [1e9, .. Enumerable.Repeat(1.0, 200)]);
        yield return ("alternating 1e15", [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? 1e15 : -1e15)]);
        yield return ("denormals", [.. Enumerable.Range(0, 200).Select(i => (i % 7) * double.Epsilon)]);
        yield return ("negative zero", [.. Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? -0.0 : 0.0)]);
        yield return ("spikes", [.. Enumerable.Range(0, 400).Select(i => i % 20 == 3 ? N : i % 53 == 0 ? 1e5 * (i + 1.5) : Math.Sin(i))]);
        foreach (var length in new[] { 0, 1, 7, 8, 9, 15, 16, 17 })
            yield return ($"{length} rows", [.. Enumerable.Range(0, length).Select(i => i % 5 == 2 ? N : i * 1.25 - 3)]);
    }
}
