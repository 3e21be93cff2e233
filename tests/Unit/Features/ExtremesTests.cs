using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;

namespace SecretMagic.Unit.Features;

public sealed class ExtremesTests
{
    [Fact]
    public void Windows_hold_their_smallest_and_largest_value() =>
        Prop.ForAll(LawTests.Rows, Gen.Choose(1, 40).ToArbitrary(), (rows, window) =>
        {
            double[] values = [.. Enumerable.Repeat(double.NaN, window), .. rows];
            foreach (var sign in new[] { 1, -1 })
            {
                using var extremes = new Extremes<double>(values.Length, sign);
                extremes.Prepare(1, window, values);
                var actual = new double[rows.Length];
                extremes.Evaluate(window, window, actual);
                using var singleExtremes = new Extremes<float>(values.Length, sign);
                singleExtremes.Prepare(1, window, [.. values.Select(value => (float)value)]);
                var singles = new float[rows.Length];
                singleExtremes.Evaluate(window, window, singles);
                singles.ShouldBe(actual.Select(value => (float)value));
                for (var row = 0; row < rows.Length; row++)
                {
                    var known = values[(row + 1)..(row + 1 + window)].Where(value => !double.IsNaN(value)).ToArray();
                    actual[row].ShouldBe(known.Length == 0 ? sign * double.PositiveInfinity : sign > 0 ? known.Min() : known.Max());
                }
            }
        }).QuickCheckThrowOnFailure();
}
