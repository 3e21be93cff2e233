using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class QuantileTests
{
    private const double N = double.NaN;
    private static readonly int[] Windows = [1, 2, 7, 28, 63, 64, 65, 100, 254];
    private static readonly double[] Levels = [0, 0.025, 0.5, 0.9, 1];

    /// <summary>A value that is no integer, out of reach of every window that is compared, makes the tile one of doubles.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(254)]
    public void Small_integers_and_doubles_give_the_same_bits(int greatest) =>
        Prop.ForAll(Sales(greatest), rows =>
        {
            double[] gap = [.. Enumerable.Repeat(N, 253)];
            var (bytes, doubles) = (Computed.Of(All(), [1, .. gap, .. rows]), Computed.Of(All(), [0.5, .. gap, .. rows]));
            bytes.ShouldHaveTheBitsOf(doubles, skip: 254);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_quantile_is_read_from_the_window_in_order() =>
        Prop.ForAll(Sales(40), ArbMap.Default.ArbFor<bool>(), (sales, whole) =>
        {
            double[] rows = [.. sales.Select((row, i) => whole ? row : row - i % 7 * 0.3)];
            var set = All();
            var computed = Computed.Of(set, rows);
            var end = Array.FindLastIndex(rows, row => !double.IsNaN(row)) + 1;
            foreach (var (level, window) in Levels.SelectMany(level => Windows.Select(window => (level, window))))
            {
                var actual = computed[$"q{100 * level}_{window}"];
                for (var t = 0; t < end; t++)
                {
                    double[] known = [.. rows[Math.Max(0, t - window + 1)..(t + 1)].Where(row => !double.IsNaN(row)).Order()];
                    if (known.Length == 0) double.IsNaN(actual[t]).ShouldBeTrue();
                    else
                    {
                        var h = (known.Length - 1) * level;
                        var (low, high) = (known[(int)h], known[Math.Min((int)h + 1, known.Length - 1)]);
                        actual[t].ShouldBe(low + (high - low) * (h - Math.Floor(h)), $"q{100 * level}_{window} at {t}");
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_series_passes_from_integers_to_doubles_and_back()
    {
        var rows = Enumerable.Range(0, 9000).Select(i => i % 9 == 4 ? N : i is > 3000 and < 3100 ? i * 0.1 : (double)(i * i % 23)).ToArray();
        var set = Given.Set(Given.Entry("median", ("windows", new[] { 28, 90 })));
        using var panel = Given.Panel(14_000, rows);

        Computed.Of(Given.Plan(set), panel).ShouldHaveTheBitsOf(Computed.Of(Given.Plan(set), panel, cuts: [.. Enumerable.Range(1, 8999)]));
    }

    [Theory]
    [InlineData(0.9, "q90_7")]
    [InlineData(0.025, "q2.5_7")]
    [InlineData(0.07, "q7_7")]
    [InlineData(1, "q100_7")]
    public void The_name_tells_the_percent(double quantile, string name) =>
        Given.Plan(Given.Set(Given.Entry("quantile", ("quantile", quantile), ("windows", new[] { 7 })))).Features[0].Name.ShouldBe(name);

    private static FeatureSet All() =>
        Given.Set([.. Levels.Select(level => Given.Entry("quantile", ("quantile", level), ("windows", Windows)))]);

    private static Arbitrary<double[]> Sales(int greatest) =>
        Gen.Frequency((4, Gen.Choose(0, greatest).Select(value => (double)value)), (1, Gen.Constant(N)))
            .ListOf().Select(rows => rows.ToArray()).ToArbitrary();
}
