using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

/// <summary>A series that grows row by row has the bits of the batch, whatever happens to it on the way.</summary>
public sealed class OnlineTests
{
    private const long FirstPeriod = 13_990;

    [Fact]
    public void Online_equals_batch_by_bits() =>
        Prop.ForAll(LawTests.Rows, rows => Bits(Online(rows)).ShouldBe(Bits(Batch(rows)))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_series_restored_after_every_row_equals_the_batch_by_bits() =>
        Prop.ForAll(LawTests.Rows, rows => Bits(Online(rows, restore: true)).ShouldBe(Bits(Batch(rows)))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_series_online_equals_batch_by_bits()
    {
        double[] rows = [.. Enumerable.Range(0, 3000).Select(i => i % 11 == 0 ? double.NaN : i % 500 < 250 ? i % 17 : Math.Sin(i) * 30), 1];

        Bits(Online(rows)).ShouldBe(Bits(Batch(rows)));
    }

    [Theory]
    [InlineData(1e5)] // windows of some lengths can be added up exactly, longer ones cannot
    [InlineData(1e6)]
    [InlineData(1e8)]
    [InlineData(1e300)]
    public void Large_whole_numbers_online_equal_batch_by_bits(double size)
    {
        double[] rows = [.. Enumerable.Range(0, 200).Select(i => i % 13 == 5 ? double.NaN : Math.Truncate(size * (i * 7919 % 101) / 101))];

        Bits(Online(rows)).ShouldBe(Bits(Batch(rows)));
    }

    [Fact]
    public void Zeros_of_either_sign_online_equal_batch_by_bits()
    {
        double[] rows = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? -0.0 : i % 7 == 0 ? double.NaN : 0.0)];

        Bits(Online(rows)).ShouldBe(Bits(Batch(rows)));
    }

    [Theory]
    [InlineData("missing", 1)]
    [InlineData("missing", 7)] // sevenths are no whole numbers: every window is folded
    [InlineData("decay", 1)]
    [InlineData("decay", 7)]
    public void Rows_without_weight_online_equal_batch_by_bits_before_and_after_a_correction(string strategy, int divisor)
    {
        const int Rows = 1300, Late = 1290;
        var types = new[] { "ma", "std", "max", "ema", "lag" };
        var plan = Given.Plan(
            Given.Set([.. types.Select(type => Given.Entry(type, (type switch
            {
                "ema" => "alpha",
                "lag" => "lags",
                _ => "windows",
            }, type == "ema" ? 0.5 : new[] { 7, 40 }), ("nan_strategy", strategy)))]) with
            { Presence = new PresenceColumns { Stock = "stock" } },
            Given.Sources("target", "stock"));
        double[] target = [.. Enumerable.Range(0, Rows).Select(i => i is < 5 || i % 11 == 0 ? double.NaN : (double)(i * i % 23) / divisor)];
        double[] stock = [.. Enumerable.Range(0, Rows).Select(i => i % 50 < 9 ? 0.0 : 3)];
        using var worker = plan.CreateOnlineWorker(Given.Daily, SeriesAttributes.None);
        using var block = new ColumnBlock(plan.Columns, Rows);
        var series = worker.Start(FirstPeriod);
        for (var row = 0; row < Rows; row++) worker.Append(series, [target[row], stock[row]], block, 0, row);
        Bits(Read(plan, block, 0, Late)).ShouldBe(Bits(Batch(0, Late)));

        stock[Late] = 3 - stock[Late];
        block.Clear();
        worker.Correct(series, FirstPeriod + Late, [target[Late], stock[Late]], block, 0, Late);
        Bits(Read(plan, block, Late, Rows)).ShouldBe(Bits(Batch(Late, Rows)));

        Dictionary<string, double[]> Batch(int from, int end)
        {
            using var panel = Given.Panel(Given.Daily, FirstPeriod, ("target", target), ("stock", stock));
            using var computed = new ColumnBlock(plan.Columns, Rows);
            using var whole = plan.CreateWorker(panel, SeriesAttributes.None);
            whole.Compute(0, 0, Rows, new double[plan.StateLength], computed, 0, 0);
            return Read(plan, computed, from, end);
        }
    }

    [Fact]
    public void A_late_row_changes_exactly_what_a_batch_over_the_corrected_rows_says() =>
        Prop.ForAll(LawTests.Rows, ArbMap.Default.ArbFor<uint>(), (rows, place) =>
        {
            rows = [.. Enumerable.Range(0, 150).Select(i => (double)(i * i % 23)), .. rows, 3];
            const int Correctable = 100;
            var late = rows.Length - 1 - (int)(place % Correctable);
            var plan = Given.Plan(LawTests.Everything);
            using var worker = plan.CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None, Correctable);
            using var block = new ColumnBlock(plan.Columns, rows.Length);
            var series = worker.Start(FirstPeriod);
            for (var row = 0; row < rows.Length; row++) worker.Append(series, [row == late ? double.NaN : rows[row]], block, 0, row);
            block.Clear();
            worker.Correct(series, FirstPeriod + late, [rows[late]], block, 0, late).ShouldBe(rows.Length - late);
            Bits(Read(plan, block, late, rows.Length)).ShouldBe(Bits(Batch(rows, late)));

            using var next = new ColumnBlock(plan.Columns, 1);
            worker.Append(series, [7], next, 0, 0);
            Bits(Read(plan, next, 0, 1)).ShouldBe(Bits(Batch([.. rows, 7], rows.Length)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_that_can_no_longer_be_corrected_are_named()
    {
        using var worker = Given.Plan(LawTests.Everything).CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None, 5);
        using var block = new ColumnBlock(Given.Plan(LawTests.Everything).Columns, 10);
        var series = worker.Start(100);
        for (var row = 0; row < 10; row++) worker.Append(series, [row], block, 0, row);

        Should.Throw<ArgumentOutOfRangeException>(() => worker.Correct(series, 104, [1], block, 0, 0)).Message.ShouldContain("105 to 109");
        Should.Throw<ArgumentOutOfRangeException>(() => worker.Correct(series, 110, [1], block, 0, 0)).Message.ShouldContain("105 to 109");
        worker.Correct(series, 105, [1], block, 0, 0).ShouldBe(5);
    }

    [Fact]
    public void A_series_belongs_to_workers_of_its_plan_and_number_of_correctable_rows()
    {
        var plan = Given.Plan(Given.Set(Given.Entry("ma", ("windows", new[] { 7 }))));
        using var block = new ColumnBlock(plan.Columns, 1);
        using var worker = plan.CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None, 5);
        using var alike = plan.CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None, 5);
        using var longer = plan.CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None, 100);
        var series = worker.Start(1);

        alike.Append(series, [4], block, 0, 0);
        Should.Throw<ArgumentException>(() => longer.Append(series, [4], block, 0, 0)).Message.ShouldContain("correctable rows");
        series.Rows.ShouldBe(1);
    }

    [Fact]
    public void A_saved_series_belongs_to_its_plan_and_is_whole()
    {
        var set = Given.Set(Given.Entry("ma", ("windows", new[] { 7 })));
        using var worker = Given.Plan(set).CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None);
        using var other = Given.Plan(LawTests.Everything).CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None);
        var saved = worker.Start(1).Save();

        worker.Restore(saved).NextPeriod.ShouldBe(1);
        Should.Throw<InvalidDataException>(() => other.Restore(saved)).Message.ShouldContain("was saved by the plan");
        for (var length = 0; length < saved.Length; length++) Should.Throw<InvalidDataException>(() => worker.Restore(saved.AsSpan(0, length)));
    }

    private static Dictionary<string, double[]> Online(double[] rows, bool restore = false)
    {
        var plan = Given.Plan(LawTests.Everything);
        double[] known = [.. rows, 1];
        using var worker = plan.CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None);
        using var block = new ColumnBlock(plan.Columns, known.Length);
        var series = worker.Start(FirstPeriod);
        for (var row = 0; row < known.Length; row++)
        {
            worker.Append(series, [known[row]], block, 0, row);
            if (restore) series = worker.Restore(series.Save());
        }

        return Read(plan, block, 0, known.Length);
    }

    /// <summary>The batch over the rows and one more that is known, so that none of them is the future.</summary>
    private static Dictionary<string, double[]> Batch(double[] rows, int? from = null)
    {
        double[] known = from is null ? [.. rows, 1] : rows;
        var plan = Given.Plan(LawTests.Everything);
        using var panel = Given.Panel(FirstPeriod, known);
        using var worker = plan.CreateWorker(panel, SeriesAttributes.None);
        using var block = new ColumnBlock(plan.Columns, known.Length);
        worker.Compute(0, 0, known.Length, new double[plan.StateLength], block, 0, 0);
        return Read(plan, block, from ?? 0, known.Length);
    }

    private static Dictionary<string, double[]> Read(FeaturePlan plan, ColumnBlock block, int from, int end)
    {
        var read = new Dictionary<string, double[]>();
        for (var column = 0; column < plan.Columns.Length; column++)
        {
            var values = new double[end - from];
            for (var row = from; row < end; row++)
            {
                var known = (block.Validity(column)[row >> 6] >> (row & 63) & 1) != 0;
                values[row - from] = !known ? double.NaN : block.Columns[column].Type switch
                {
                    ColumnType.Float64 => block.Values<double>(column)[row],
                    ColumnType.Float32 => block.Values<float>(column)[row],
                    ColumnType.UInt8 => block.Values<byte>(column)[row],
                    _ => block.Values<int>(column)[row],
                };
            }

            read[plan.Columns[column].Name] = values;
        }

        return read;
    }

    private static IEnumerable<string> Bits(Dictionary<string, double[]> read) =>
        read.Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value.Select(value => BitConverter.DoubleToInt64Bits(value)))}");
}
