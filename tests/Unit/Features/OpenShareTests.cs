using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

/// <summary>Averages of rows that count with the share of the day for which they could sell.</summary>
public sealed class OpenShareTests
{
    private const double N = double.NaN;
    private const long FirstPeriod = 13_990;

    private static readonly string[] Names = ["ma_3", "ma_40", "seasonal_ma_7_2", "ema_0.5", "decay_ma_40", "decay_ema_0.25"];

    [Fact]
    public void A_row_counts_with_its_share()
    {
        var computed = Compute(
            [4, 8, N, 2, 10], [1, 0.5, 1, N, 0],
            Open("ma", ("windows", new[] { 3 })), Open("seasonal_ma", ("period", 1), ("windows", new[] { 2 })), Open("ema", ("alpha", 0.5)));

        computed["ma_3"].ShouldAgreeWith([4, 8 / 1.5, 8 / 1.5, 6 / 1.5, 2], 1e-15);
        computed["seasonal_ma_1_2"].ShouldAgreeWith([N, 4, 8 / 1.5, N, 2], 1e-15);
        computed["ema_0.5"].ShouldAgreeWith([4, 0.75 * 4 + 0.25 * 8, 5, 3.5, 3.5], 1e-15);
    }

    [Fact]
    public void The_fewest_samples_are_a_sum_of_shares()
    {
        double[] tenths = [.. Enumerable.Repeat(0.1, 21)];
        double[] fives = [.. Enumerable.Repeat(5.0, 21)];

        var computed = Compute(
            fives, tenths, Open("ma", ("windows", new[] { 10, 20 })), Open("ma", ("windows", new[] { 20 }), ("min_samples", 3), ("name", "never")),
            Open("ema", ("alpha", 0.5), ("min_samples", 2)));

        computed["ma_10"].Count(double.IsNaN).ShouldBe(9, "ten tenths are one");
        computed["ma_20"][9..].ShouldAgreeWith(fives[9..], 1e-14);
        computed.Nulls("never", NanReason.Warmup).ShouldBe(19);
        computed.Nulls("never", NanReason.TooFewValid).ShouldBe(2);
        computed.Nulls("ema_0.5", NanReason.Warmup).ShouldBe(19);
    }

    [Fact]
    public void An_average_of_what_is_always_open_has_the_bits_of_one_without_shares() =>
        Prop.ForAll(LawTests.Rows, rows =>
        {
            var open = Compute(rows, [.. rows.Select((_, i) => i % 3 == 0 ? N : 1.0)], Averages(true));
            var plain = Compute(rows, [.. rows.Select(_ => 1.0)], Averages(false));
            foreach (var name in Names) Bits(open[name]).ShouldBe(Bits(plain[name]), name);
            open.HistoryState.ShouldBe(plain.HistoryState);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_share_of_nothing_leaves_a_row_out_as_a_closed_shop_does() =>
        Prop.ForAll(LawTests.Rows, rows =>
        {
            double[] shares = [.. rows.Select((_, i) => i % 4 == 1 ? 0.0 : 1)];
            var open = Compute(rows, shares, Averages(true));
            using var panel = Panel(rows, shares);
            var plan = Given.Plan(
                Given.Set(Averages(false)) with { Presence = new PresenceColumns { IsOpen = "share" } }, Given.Sources("target", "share"));
            var closed = Computed.Of(plan, panel);
            foreach (var name in Names.Where(name => !name.StartsWith("decay"))) Bits(open[name]).ShouldBe(Bits(closed[name]), name);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_slicing_gives_the_same_bits() =>
        Prop.ForAll(LawTests.Rows, ArbMap.Default.ArbFor<int[]>(), (rows, where) =>
        {
            int[] cuts = [.. where.Select(cut => (int)(Math.Abs((long)cut) % (rows.Length + 1))).Order()];
            var shares = Shares(rows.Length);
            Compute(rows, shares, cuts, Averages(true)).ShouldHaveTheBitsOf(Compute(rows, shares, Averages(true)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Windows_do_not_depend_on_where_the_history_starts()
    {
        double[] rows = [.. Enumerable.Range(0, 400).Select(i => i % 13 == 0 ? N : Math.Cos(i) * 10)];
        var shares = Shares(rows.Length);
        var plan = Given.Plan(Given.Set(Averages(true)), Given.Sources("target", "share"));
        using var whole = Panel(rows, shares);
        using var later = Given.Panel(Given.Daily, FirstPeriod + 53, ("target", rows[53..]), ("share", shares[53..]));

        Bits(Computed.Of(plan, later)["ma_40"][39..]).ShouldBe(Bits(Computed.Of(plan, whole)["ma_40"][(53 + 39)..]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Online_restored_and_corrected_rows_have_the_bits_of_the_batch(bool restore)
    {
        const int Rows = 1201, Late = 1190; // the last row is known: none is the future
        double[] rows = [.. Enumerable.Range(0, Rows).Select(i => i is < 5 || i % 11 == 0 ? N : i * i % 23 / 7.0)];
        var shares = Shares(Rows);
        var plan = Given.Plan(Given.Set(Averages(true)), Given.Sources("target", "share"));
        using var worker = plan.CreateOnlineWorker(Given.Daily, SeriesAttributes.None);
        using var block = new ColumnBlock(plan.Columns, Rows);
        var series = worker.Start(FirstPeriod);
        for (var row = 0; row < Rows; row++)
        {
            worker.Append(series, [rows[row], shares[row]], block, 0, row);
            if (restore && row % 100 == 0) series = worker.Restore(series.Save());
        }

        ShouldBeTheBatch(0);
        (rows[Late], shares[Late]) = (31, 0.625);
        worker.Correct(series, FirstPeriod + Late, [rows[Late], shares[Late]], block, 0, Late).ShouldBe(Rows - Late);
        ShouldBeTheBatch(Late);

        void ShouldBeTheBatch(int from)
        {
            using var panel = Panel(rows, shares);
            using var computed = new ColumnBlock(plan.Columns, Rows);
            using var whole = plan.CreateWorker(panel, SeriesAttributes.None);
            whole.Compute(0, 0, Rows, new double[plan.StateLength], computed, 0, 0);
            for (var column = 0; column < plan.Features.Length; column++)
                Bits(block.Values<double>(column)[from..Rows].ToArray()).ShouldBe(Bits(computed.Values<double>(column)[from..Rows].ToArray()), Names[column]);
        }
    }

    [Fact]
    public void A_share_beyond_one_is_refused_before_the_row_is_taken()
    {
        var plan = Given.Plan(Given.Set(Averages(true)), Given.Sources("target", "share"));
        using var worker = plan.CreateOnlineWorker(Given.Daily, SeriesAttributes.None);
        using var block = new ColumnBlock(plan.Columns, 1);
        var series = worker.Start(FirstPeriod);

        foreach (var share in new[] { 1.5, -0.1, double.PositiveInfinity })
            Should.Throw<ArgumentException>(() => worker.Append(series, [1, share], block, 0, 0)).Message.ShouldContain("from 0 to 1");
        series.Rows.ShouldBe(0);
    }

    [Theory]
    [InlineData("std", "is not a key of std")]
    [InlineData("expanding_mean", "is not a key of expanding_mean")]
    public void Other_types_refuse_it(string type, string message) =>
        FeaturePlan.Check(Given.Set(Open(type, type == "std" ? [("windows", new[] { 7 })] : [])))
            .ShouldHaveSingleItem().Message.ShouldContain(message);

    [Fact]
    public void Weights_that_decay_over_rows_and_pooled_shares_are_refused()
    {
        FeaturePlan.Check(Given.Set(Open("ema", ("alpha", 0.5), ("adjust", true)))).ShouldHaveSingleItem().Key.ShouldBe("adjust");
        FeaturePlan.Check(Given.Set(Open("ema", ("alpha", 0.5), ("ignore_na", false)))).ShouldHaveSingleItem().Key.ShouldBe("ignore_na");
        var pooled = Given.Set(Open("ma", ("windows", new[] { 7 }))) with { Pooled = [new PooledColumn { Name = "share" }] };
        FeaturePlan.Check(pooled).ShouldHaveSingleItem().Key.ShouldBe("open_share");
    }

    [Fact]
    public void The_share_is_part_of_the_definition_and_of_what_is_known_ahead()
    {
        var set = Given.Set(Open("ma", ("windows", new[] { 7 }), ("shift", 2)));
        var feature = Given.Plan(set, Given.Sources("target", "share")).Features.ShouldHaveSingleItem();

        feature.Canonical.ShouldBe("target|missing|shift 2|ma w=7 min=1|open share share");
        feature.Availability.ShouldBe(2);
        FeaturePlan.Compile(set, Given.Sources("target")).Findings.ShouldHaveSingleItem().Key.ShouldBe("open_share");
    }

    private static FeatureEntry[] Averages(bool isOpen)
    {
        return
        [
            Entry("ma", ("windows", new[] { 3, 40 })), Entry("seasonal_ma", ("period", 7), ("windows", new[] { 2 })), Entry("ema", ("alpha", 0.5)),
            Entry("ma", ("windows", new[] { 40 }), ("nan_strategy", "decay"), ("min_samples", 3), ("name", "decay_ma_40")),
            Entry("ema", ("alpha", 0.25), ("nan_strategy", "decay"), ("dead_below", 0.5), ("shift", 1), ("name", "decay_ema_0.25")),
        ];

        FeatureEntry Entry(string type, params (string, object)[] parameters) => isOpen ? Open(type, parameters) : Given.Entry(type, parameters);
    }

    private static double[] Shares(int count) => [.. Enumerable.Range(0, count).Select(i => i % 9 == 4 ? N : i % 7 / 6.0)];

    private static FeatureEntry Open(string type, params (string, object)[] parameters) => Given.Entry(type, [.. parameters, ("open_share", "share")]);

    private static SeriesPanel Panel(double[] rows, double[] shares) =>
        Given.Panel(Given.Daily, FirstPeriod, ("target", rows), ("share", shares));

    private static Computed Compute(double[] rows, double[] shares, params FeatureEntry[] entries) => Compute(rows, shares, null, entries);

    private static Computed Compute(double[] rows, double[] shares, int[]? cuts, params FeatureEntry[] entries)
    {
        using var panel = Panel(rows, shares);
        return Computed.Of(Given.Plan(Given.Set(entries), Given.Sources("target", "share")), panel, cuts: cuts);
    }

    private static IEnumerable<long> Bits(double[] values) => values.Select(BitConverter.DoubleToInt64Bits);
}
