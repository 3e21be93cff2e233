using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Features;
using SecretMagic.Runtime.Online;
using static SecretMagic.Unit.Runtime.Online.AnyShard;

namespace SecretMagic.Unit.Runtime.Online;

/// <summary>Lists of series and their rows over time, as a shard answers them.</summary>
public sealed class SeriesTableTests
{
    [Fact]
    public void Its_last_row_is_by_bits_and_reasons_what_is_served() => Prop.ForAll(Rows.Resize(80).ToArbitrary(), rows =>
    {
        using var shard = New();
        shard.Apply(Set(1, Plan));
        if (rows.Count > 0) shard.Apply(Take(2, rows));
        foreach (var series in rows.Select(row => row.Series).Distinct())
        {
            var (served, table) = (shard.Features(series)!, shard.History(Asked(series, HistorySpan.All))!);
            var made = table.Columns.Index().Where(column => column.Item.IsFeature).ToArray();
            made.Select(column => Bits(table.Values[column.Index][^1])).ShouldBe(served.Values.Select(Bits));
            made.Select(column => table.Reason(column.Index, table.Rows - 1)).ShouldBe(served.Values.Select((_, at) => served.Reason(at)));
            (table.First + table.Rows - 1).ShouldBe(served.Period);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_span_and_columns_are_cut_from_the_whole() => Prop.ForAll(
        Rows.Resize(80).Where(rows => rows.Count > 0).ToArbitrary(), ArbMap.Default.ArbFor<(byte From, byte Length)>(), (rows, cut) =>
        {
            using var shard = New();
            shard.Apply(Set(1, Plan), Take(2, rows));
            var whole = shard.History(Asked(rows[0].Series, HistorySpan.All))!;
            var (from, to) = (whole.First - 3 + (cut.From % (whole.Rows + 6)), whole.First - 3 + (cut.From % (whole.Rows + 6)) + cut.Length);
            var span = new HistorySpan(whole.Plan.Grid.MicrosOf(from) - 1, whole.Plan.Grid.MicrosOf(to) + 1);
            var part = shard.History(Asked(rows[0].Series, span, "target", "ma_7"))!;
            part.Columns.Select(column => column.Block.Name).ShouldBe(["target", "ma_7"]);
            var (first, last) = (Math.Max(from, whole.First), Math.Min(to, whole.First + whole.Rows - 1));
            part.Rows.ShouldBe((int)Math.Max(0, last - first + 1));
            for (var row = 0; row < part.Rows; row++)
            {
                var there = (int)(first - whole.First) + row;
                part.IsPresent[row].ShouldBe(whole.IsPresent[there]);
                Bits(part.Values[1][row]).ShouldBe(Bits(whole.Values[Array.FindIndex([.. whole.Columns], column => column.Block.Name == "ma_7")][there]));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_gap_is_told_from_a_row_without_a_value_and_each_null_has_its_reason()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, [Row(0, 5), Row(1, double.NaN), Row(3, 7)]));
        var table = shard.History(Asked("s0", HistorySpan.All, "target", "lag_1"))!;
        table.IsPresent.ShouldBe([true, true, false, true]);
        Enumerable.Range(0, 4).Select(row => table.Reason(1, row)).ShouldBe([NanReason.Warmup, NanReason.None, NanReason.Missing, NanReason.Missing]);
        table.Values[1][1].ShouldBe(5);

        static AnyRow Row(int day, double target) => new("s0", FirstPeriod + day, target, 1, -1);
    }

    [Fact]
    public void More_rows_than_are_answered_are_only_counted()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, [.. Enumerable.Range(0, 30).Select(day => new AnyRow("s0", FirstPeriod + day, day, 1, -1))]));
        var table = shard.History(Asked("s0", HistorySpan.All) with { MostRows = 29 })!;
        (table.IsWhole, table.Rows).ShouldBe((false, 30));
        shard.History(Asked("s1", HistorySpan.All)).ShouldBeNull();
    }

    [Fact]
    public void Series_are_listed_in_ordinal_order_by_the_page()
    {
        using var shard = New();
        string[] names = ["b", "a", "Z", "ä", "aa"];
        shard.Apply(Set(1, Plan), Take(2, [.. names.Select(name => new AnyRow(name, FirstPeriod, 1, 1, -1))]));
        shard.Series(null, 3).ShouldBe(["Z", "a", "aa"]);
        shard.Series("aa", 3).ShouldBe(["b", "ä"]);
        shard.Series("ä", 3).ShouldBeEmpty();
    }

    [Fact]
    public void Features_asked_again_are_the_same_object_until_something_changes()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, [new AnyRow("s0", FirstPeriod, 1, 1, -1)]));
        var before = shard.Features("s0");
        shard.Features("s0").ShouldBeSameAs(before);
        shard.Apply(Take(3, [new AnyRow("s0", FirstPeriod + 1, 1, 1, -1)]));
        shard.Features("s0")!.Period.ShouldBe(FirstPeriod + 1);
    }

    private static SeriesHistory Asked(string series, HistorySpan span, params string[] columns) =>
        new(Id, series, span, columns.Length == 0 ? null : columns.ToFrozenSet(), int.MaxValue);

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
