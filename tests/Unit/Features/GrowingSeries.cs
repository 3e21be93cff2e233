using SecretMagic.Features;
using SecretMagic.Series;

namespace SecretMagic.Unit.Features;

/// <summary>A series that grows day by day, as docs/TIME_SERIES.md shows it.</summary>
public sealed class GrowingSeries
{
    [Fact]
    public void A_day_costs_a_day_and_a_late_correction_what_it_touches()
    {
        var set = new FeatureSet
        {
            Id = "online_v1",
            Frequency = Frequency.Day,
            Entries = [Given.Entry("ma", ("windows", new[] { 2 })), Given.Entry("ema", ("alpha", 0.5))],
        };
        var plan = FeaturePlan.Compile(set, new FeatureSources { Columns = ["target"] }).Plan!;
        using var worker = plan.CreateOnlineWorker(new TimeGrid(Frequency.Day), SeriesAttributes.None, correctable: 28);
        using var rows = new ColumnBlock(plan.Columns, capacity: 4);

        var series = worker.Start(firstPeriod: 19_723); // 2024-01-01, in days from 1970-01-01
        worker.Append(series, [4], rows, firstColumn: 0, row: 0);
        worker.Append(series, [8], rows, firstColumn: 0, row: 1);
        byte[] kept = series.Save(); // a file, a table, a journal: some kilobytes

        series = worker.Restore(kept);
        worker.Append(series, [2], rows, firstColumn: 0, row: 2);
        rows.Values<float>(0)[..3].ToArray().ShouldBe([4, 6, 5]);   // ma_2
        rows.Values<float>(1)[..3].ToArray().ShouldBe([4, 6, 4]);   // ema_0.5

        var touched = worker.Correct(series, 19_724, [10], rows, firstColumn: 0, row: 1);
        touched.ShouldBe(2);
        rows.Values<float>(0)[..3].ToArray().ShouldBe([4, 7, 6]);
    }
}
