using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

/// <summary>What holds for features of prices and promotions, whatever the series.</summary>
public sealed class DriverLawTests
{
    private static readonly FeatureEntry[] Entries =
    [
        Given.Entry("price", ("price", "price"), ("windows", new[] { 3, 28 }), ("min_samples", 2), ("reference_price", "regular"),
            ("elasticity", new[] { 14, 60 }), ("shift", 1), ("min_change", 0.05)),
        Given.Entry("promo", ("flag", "on_promo"), ("price", "price")),
    ];

    private static readonly FeatureEntry[] Derived = [Given.Entry("promo", ("price", "price"))];

    private static Arbitrary<Row[]> Rows => Gen.ListOf(
        from target in Gen.Frequency((5, Gen.Choose(0, 30).Select(value => (double)value)), (2, Gen.Constant(double.NaN)))
        from price in Gen.Frequency((5, Gen.Choose(4, 12).Select(value => value / 4.0)), (2, Gen.Constant(double.NaN)), (1, Gen.Constant(0.0)))
        from regular in Gen.Elements(3.0, 2.5, double.NaN)
        from flag in Gen.Frequency((6, Gen.Constant(0.0)), (3, Gen.Constant(1.0)), (1, Gen.Constant(double.NaN)))
        select new Row(target, price, regular, flag)).Select(rows => rows.ToArray()).ToArbitrary();

    [Fact]
    public void Any_cut_into_calls_gives_the_same_bits() =>
        Prop.ForAll(Rows, ArbMap.Default.ArbFor<int[]>(), (rows, where) =>
        {
            int[] cuts = [.. where.Select(cut => (int)(Math.Abs((long)cut) % (rows.Length + 1))).Order()];
            foreach (var entries in new[] { Entries, Derived })
                Compute(entries, rows, cuts).ShouldHaveTheBitsOf(Compute(entries, rows, []));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_series_is_the_same_in_one_call_and_row_by_row()
    {
        Row[] rows = [.. Enumerable.Range(0, 4500).Select(i => new Row(
            i * 31 % 97, 1 + i * 17 % 23 / 8.0, 3, i % 400 < 60 && i % 3 > 0 ? 1 : 0))];
        foreach (var entries in new[] { Entries, Derived })
            Compute(entries, rows, [.. Enumerable.Range(1, rows.Length - 1)]).ShouldHaveTheBitsOf(Compute(entries, rows, []));
    }

    [Fact]
    public void Later_rows_change_no_row_before_them_but_days_to_the_next_promotion() =>
        Prop.ForAll(Rows, Rows, (rows, later) =>
        {
            // The target of the last row is known: what comes after it is the future to both.
            Row[] past = [.. rows, new Row(5, 1, 3, 0)];
            foreach (var entries in new[] { Entries, Derived })
            {
                var (before, after) = (Compute(entries, past, []), Compute(entries, [.. past, .. later], []));
                foreach (var feature in Given.Plan(Given.Set(entries), Sources).Features.Where(feature => feature.Name != "days_to_promo"))
                    after[feature.Name][..past.Length].Select(BitConverter.DoubleToInt64Bits)
                        .ShouldBe(before[feature.Name].Select(BitConverter.DoubleToInt64Bits), feature.Name);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_series_that_grows_row_by_row_has_the_bits_of_the_batch() =>
        Prop.ForAll(Rows, rows =>
        {
            // The target of the last row is known, so that no row of the batch is the future.
            Row[] known = [.. rows, new Row(5, 1, 3, 0)];
            foreach (var entries in new[] { Entries, Derived })
            {
                FeatureEntry[] past = [.. entries.Select(entry => entry.Type == "promo"
                    ? entry with { Parameters = entry.Parameters.Add("ahead", new ParameterValue.Flag(false)) }
                    : entry)];
                var plan = Given.Plan(Given.Set(past), Sources);
                using var worker = plan.CreateOnlineWorker(Given.Daily, SeriesAttributes.None);
                using var block = new ColumnBlock(plan.Columns, known.Length);
                var series = worker.Start(13_701);
                for (var row = 0; row < known.Length; row++)
                {
                    worker.Append(series, [known[row].Target, known[row].Price, known[row].Regular, known[row].Flag], block, 0, row);
                    series = worker.Restore(series.Save());
                }

                var batch = Compute(past, known, []);
                for (var feature = 0; feature < plan.Features.Length; feature++)
                {
                    var valid = block.Validity(feature).ToArray();
                    block.Values<double>(feature)[..known.Length].ToArray()
                        .Select((value, row) => (valid[row >> 6] >> (row & 63) & 1) == 0 ? double.NaN : value).Select(BitConverter.DoubleToInt64Bits)
                        .ShouldBe(batch[plan.Features[feature].Name].Select(BitConverter.DoubleToInt64Bits), plan.Features[feature].Name);
                }
            }
        }).QuickCheckThrowOnFailure();

    private static FeatureSources Sources => Given.Sources("target", "price", "regular", "on_promo");

    private static Computed Compute(FeatureEntry[] entries, Row[] rows, int[] cuts)
    {
        using var panel = Given.Panel(
            Given.Daily, 13_701,
            ("target", [.. rows.Select(row => row.Target)]), ("price", [.. rows.Select(row => row.Price)]),
            ("regular", [.. rows.Select(row => row.Regular)]), ("on_promo", [.. rows.Select(row => row.Flag)]));
        return Computed.Of(Given.Plan(Given.Set(entries), Sources), panel, cuts: cuts);
    }

    private sealed record Row(double Target, double Price, double Regular, double Flag);
}
