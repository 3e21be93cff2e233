using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

/// <summary>The short way for whole numbers gives the bits of the definition.</summary>
public sealed class ExactSumsTests
{
    private static readonly WindowStatistic[] Statistics = [new Ma(), new Sum(), new Std()];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(28)]
    [InlineData(365)]
    public void Whole_numbers_have_the_bits_of_the_anchored_windows(int window) =>
        Prop.ForAll(Rows, rows =>
        {
            double[] values = [.. Enumerable.Repeat(double.NaN, window), .. rows];
            using var sums = new ExactSums(values.Length);
            sums.Prepare(values, Largest(values)).ShouldBeTrue();
            sums.TryWindow(values, window, new FullCount(window), out var exact).ShouldBeTrue();
            foreach (var statistic in Statistics.Where(statistic => window > 1 || statistic is not Std))
            {
                var expected = new double[rows.Length];
                using var sweep = new WindowSweep(window);
                sweep.Roll(rows, 12_345, statistic, Math.Min(2, window), expected);
                var actual = new double[rows.Length];
                statistic.Sums!.Evaluate(exact, Math.Min(2, window), actual);
                actual.Select(BitConverter.DoubleToInt64Bits).ShouldBe(expected.Select(BitConverter.DoubleToInt64Bits));

                var full = Math.Min(exact.Full, rows.Length);
                var singles = new float[rows.Length - full];
                statistic.Sums.EvaluateFull(exact, full, singles);
                singles.ShouldBe(expected.Skip(full).Select(value => (float)value));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e9)]
    [InlineData(double.PositiveInfinity)]
    public void Other_numbers_are_left_to_the_definition(double value)
    {
        foreach (var position in new[] { 0, 5, 8, 16 })
        {
            var values = new double[17];
            values[position] = value;
            using var sums = new ExactSums(values.Length);
            (sums.Prepare(values, Largest(values)) && sums.TryWindow(values, 16, new FullCount(17), out _)).ShouldBeFalse();
        }
    }

    [Fact]
    public void Division_by_a_constant_count_is_rounded_like_division()
    {
        var bits = 1UL;
        foreach (var count in new[] { 2, 3, 7, 14, 28, 49, 90, 364, 1000 })
        {
            var same = new SameCount<Lanes1>(new FullCount(count));
            for (var i = 0; i < 200_000; i++)
            {
                bits ^= bits << 13;
                bits ^= bits >> 7;
                bits ^= bits << 17;
                var dividend = (double)(bits >> (12 + i % 50));
                same.Share(Lanes1.Of(dividend)).Value.ShouldBe(dividend / count);
                same.SharePairs(Lanes1.Of(dividend)).Value.ShouldBe(dividend / ((double)count * (count - 1)));
            }
        }
    }

    private static double Largest(double[] values) => values.Where(value => !double.IsNaN(value)).Select(Math.Abs).DefaultIfEmpty().Max();

    private static Arbitrary<double[]> Rows => Gen.Frequency(
        (12, Gen.Choose(0, 30).Select(value => (double)value)),
        (2, Gen.Choose(-20_000, 20_000).Select(value => (double)value)),
        (1, Gen.Constant(double.NaN))).ListOf().Select(rows => rows.ToArray()).ToArbitrary();
}
