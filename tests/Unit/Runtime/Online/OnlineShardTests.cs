using FsCheck;
using FsCheck.Fluent;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Runtime.Online;
using static SecretMagic.Unit.Runtime.Online.AnyShard;

namespace SecretMagic.Unit.Runtime.Online;

/// <summary>A shard serves the bits of a batch over what is known, whatever happened to it.</summary>
public sealed class OnlineShardTests
{
    private static readonly string[] Names = ["s0", "s1", "s2"];

    /// <summary>Rows in blocks, and what happens behind each: nothing, a restart, a plan.</summary>
    private static readonly Arbitrary<(List<AnyRow> Rows, int Size, int[] Then)> Lives = (
        from rows in Rows.Resize(150)
        from size in Gen.Elements(1, 1, 3, 20, 200)
        from then in Gen.Frequency((8, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)), (1, Gen.Constant(3))).ArrayOf(7)
        select (rows, size, then)).ToArbitrary();

    [Fact]
    public void Rows_late_corrected_and_restored_at_any_point_equal_the_batch_by_bits() => Prop.ForAll(Lives, life =>
    {
        using var last = Lived(life.Rows, life.Size, life.Then, (shard, plan, known) =>
        {
            foreach (var (series, expected) in Batch(Compiled(plan), known)) Written(shard.Features(series)).ShouldBe(Written(expected));
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void As_of_a_moment_counts_what_was_known_and_had_happened() => Prop.ForAll(Lives, ArbMap.Default.ArbFor<byte>(), (life, day) =>
    {
        var known = new List<(AnyRow, long)>();
        using var shard = Lived(life.Rows, life.Size, life.Then, (_, _, all) => known = all);
        var moment = Moment(day);
        var expected = Batch(shard.Plan!, known, OnlineShard.MicrosOf(moment));
        foreach (var series in Names) Written(shard.FeaturesAsOf(series, moment)).ShouldBe(Written(expected.GetValueOrDefault(series)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_old_plan_serves_until_the_new_one_is_built_and_rows_meanwhile_count_in_both()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, Days("s0", 0, 100)), Take(3, Days("s1", 0, 50)));
        shard.Apply(Set(4, Next));
        var change = shard.Pending.ShouldNotBeNull();
        shard.Save().ShouldBeNull();
        change.Build(CancellationToken.None);
        shard.Apply(Take(5, Days("s0", 98, 103)), Take(6, Days("s2", 0, 5)));
        (AnyRow, long)[] known = [.. Known(2, Days("s0", 0, 100)), .. Known(3, Days("s1", 0, 50)), .. Known(5, Days("s0", 98, 103)), .. Known(6, Days("s2", 0, 5))];
        ShouldServe(Plan);
        shard.Adopt(change).ShouldBeTrue();
        ShouldServe(Next);
        shard.Pending.ShouldBeNull();

        void ShouldServe(ShardPlan plan)
        {
            var expected = Batch(Compiled(plan), known);
            foreach (var series in Names) Written(shard.Features(series)).ShouldBe(Written(expected[series]));
        }
    }

    [Fact]
    public void A_plan_that_another_one_followed_is_never_served()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, Days("s0", 0, 9)));
        shard.Apply(Set(3, Next));
        var first = shard.Pending!;
        shard.Apply(Set(4, Next with { Version = 3 }));
        first.Build(CancellationToken.None);
        shard.Adopt(first).ShouldBeFalse();
        shard.Plan!.Hash.ShouldBe(Plan.Hash);
    }

    [Fact]
    public void What_another_plan_saved_or_what_is_damaged_is_not_restored()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, Days("s0", 0, 9)));
        var saved = shard.Save()!;
        using (var other = New()) other.Restore(saved, Next).ShouldBeFalse();
        for (var length = 0; length < saved.Length; length += 7)
        {
            using var cut = New();
            cut.Restore(saved.AsSpan(0, length), Plan).ShouldBeFalse();
            cut.Version.ShouldBe(0);
        }

        using var whole = New();
        whole.Restore(saved, Plan).ShouldBeTrue();
        whole.Version.ShouldBe(2);
    }

    [Fact]
    public void Rows_that_say_nothing_new_are_no_news()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, Days("s0", 0, 9)));
        var same = (SeriesShardEvent.RowsTaken)Take(3, Days("s0", 0, 9)).Event;
        shard.News(same.Rows, StampOf(3)).ShouldBeNull();
        AnyRow[] back = [new("s0", FirstPeriod + 4, 77, 1, -1), Days("s0", 4, 5)[0], Days("s0", 5, 6)[0]];
        shard.News(((SeriesShardEvent.RowsTaken)Take(3, back).Event).Rows, StampOf(3))!.Rows.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void News_alone_lead_to_the_features_of_all_rows(bool isTold) => Prop.ForAll(Lives, life =>
    {
        var rows = life.Rows.Select(row => row with { Known = isTold ? Math.Max(0, row.Known) : -1 }).ToArray();
        using var all = New();
        using var news = New();
        all.Apply(Set(1, Plan));
        news.Apply(Set(1, Plan));
        foreach (var block in rows.Concat(rows.Take(9)).Chunk(life.Size))
        {
            var taken = Take(all.Version + 1, block);
            all.Apply(taken);
            if (news.News(((SeriesShardEvent.RowsTaken)taken.Event).Rows, taken.Stamp) is { } only)
                news.Apply(taken with { Version = news.Version + 1, Event = new SeriesShardEvent.RowsTaken(only) });
        }

        foreach (var series in Names) Written(news.Features(series)).ShouldBe(Written(all.Features(series)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Whoever_is_slower_than_changes_gets_the_latest_of_each_series()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, Days("s0", 0, 9)));
        using var feed = shard.Watch(["s1", "s2"]);
        for (var day = 0; day < 40; day++) shard.Apply(Take(shard.Version + 1, [.. Days("s0", 9 + day, 10 + day), .. Days("s1", day, day + 1)]));
        shard.Apply(Take(shard.Version + 1, Days("s2", 0, 3)));
        var changed = await feed.Next(TestContext.Current.CancellationToken);
        changed.Select(Written).ShouldBe(new[] { "s1", "s2" }.Select(series => Written(shard.Features(series))));
        var next = feed.Next(TestContext.Current.CancellationToken);
        next.IsCompleted.ShouldBeFalse();
        shard.Apply(Take(shard.Version + 1, Days("s2", 3, 4)));
        (await next).Single().Period.ShouldBe(FirstPeriod + 3);
    }

    [Fact]
    public void A_row_far_from_all_others_of_its_series_is_refused()
    {
        using var shard = New();
        shard.Apply(Set(1, Plan), Take(2, Days("s0", 0, 9)));
        shard.Rows.Refusal(BlockOf(Days("s0", 900, 901))).ShouldBeNull();
        shard.Rows.Refusal(BlockOf(Days("s0", 200_000, 200_001)))!.ShouldContain("is a timestamp wrong?");

        static RowBlock BlockOf(IReadOnlyList<AnyRow> rows) => ((SeriesShardEvent.RowsTaken)Take(3, rows).Event).Rows;
    }

    /// <summary>Takes the rows block by block, restarts and changes plans in between, and looks at the shard behind each block.</summary>
    private static OnlineShard Lived(
        List<AnyRow> rows, int size, int[] then, Action<OnlineShard, ShardPlan, List<(AnyRow Row, long KnownAt)>> look)
    {
        var known = new List<(AnyRow, long)>();
        var (shard, plan, blocks) = (New(), Plan, 0);
        shard.Apply(Set(1, plan));
        foreach (var block in rows.Chunk(size))
        {
            shard.Apply(Take(shard.Version + 1, block));
            known.AddRange(Known(shard.Version, block));
            switch (then[blocks++ % then.Length])
            {
                case 1:
                    var (saved, old) = (shard.Save()!, shard);
                    shard = New();
                    shard.Restore(saved, plan).ShouldBeTrue();
                    shard.Version.ShouldBe(old.Version);
                    old.Dispose();
                    break;
                case 2 or 3:
                    plan = (plan.Hash == Plan.Hash ? Next : Plan) with { Version = plan.Version + 1 };
                    shard.Apply(Set(shard.Version + 1, plan));
                    if (shard.Pending is not { } change) break;
                    change.Build(CancellationToken.None);
                    shard.Adopt(change).ShouldBeTrue();
                    break;
            }

            // Looking at each of many small blocks would take long and tell little.
            if (blocks % 5 == 0) look(shard, plan, known);
        }

        look(shard, plan, known);
        return shard;
    }

    private static IEnumerable<(AnyRow Row, long KnownAt)> Known(long version, IEnumerable<AnyRow> rows) => rows.Select(row => (row, AnyShard.Known(row, version)));

    private static AnyRow[] Days(string series, int from, int end) =>
        [.. Enumerable.Range(from, end - from).Select(day => new AnyRow(series, FirstPeriod + day, day * day % 23, 1 + day % 3, -1))];
}
