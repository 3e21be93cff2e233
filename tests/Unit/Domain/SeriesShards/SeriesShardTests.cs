using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Unit.Domain;

using Shard = Entity<SeriesShard, SeriesShardCommand, SeriesShardEvent>;

public sealed class SeriesShardTests
{
    /// <summary>Both series lie in shard 1 of 2.</summary>
    private static readonly string[] Mine = [.. Enumerable.Range(0, 100).Select(i => $"s{i}").Where(series => SeriesPlace.Of(series, 2) == 1).Take(2)];

    private static readonly SeriesShardId Id = SeriesShardId.Parse("acme.1");

    private static readonly ShardPlan Plan = new(1, new string('a', 64), "feature_set: x", null, "1d", ["target", "open"], ["open"], 2);

    [Fact]
    public void Plans_follow_each_other_and_the_number_of_shards_stays()
    {
        var shard = new Shard().After<SeriesShard, SeriesShardCommand, SeriesShardEvent>(Set(Plan), Set(Plan with { Version = 3, Columns = ["target"], ShareColumns = [] }));
        shard.State.Plan!.Version.ShouldBe(3);
        shard.RejectionOf(Set(Plan with { Version = 3 })).ShouldBe("plan-old");
        shard.RejectionOf(Set(Plan with { Version = 4, Shards = 16 })).ShouldBe("shards-fixed");
        shard.RejectionOf(Set(Plan with { Version = 4, Frequency = "1h" })).ShouldBe("frequency-fixed");
        new Shard().RejectionOf(Set(Plan with { Shards = 1 })).ShouldBe("shard-unknown");
    }

    [Fact]
    public void A_plan_that_cannot_be_is_refused()
    {
        foreach (var wrong in (ShardPlan[])[
            Plan with { Hash = "a" }, Plan with { Definition = " " }, Plan with { Frequency = "" }, Plan with { Columns = ["price"], ShareColumns = [] },
            Plan with { Columns = ["target", "target"], ShareColumns = [] }, Plan with { ShareColumns = ["closed"] }, Plan with { Shards = 0 }])
            new Shard().RejectionOf(Set(wrong)).ShouldBe("plan");
    }

    [Fact]
    public void Rows_are_taken_under_a_plan_and_counted()
    {
        new Shard().RejectionOf(Take(Rows())).ShouldBe("plan-missing");
        new Shard().After<SeriesShard, SeriesShardCommand, SeriesShardEvent>(Set(Plan), Take(Rows()), Take(Rows())).State.Rows.ShouldBe(4);
    }

    [Fact]
    public void Rows_that_the_plan_cannot_read_are_refused()
    {
        var shard = new Shard().After<SeriesShard, SeriesShardCommand, SeriesShardEvent>(Set(Plan));
        var elsewhere = Enumerable.Range(0, 100).Select(i => $"s{i}").First(series => SeriesPlace.Of(series, 2) == 0);
        shard.RejectionOf(Take(Rows(frequency: "1h"))).ShouldBe("frequency");
        shard.RejectionOf(Take(Rows(columns: ["target", "price"]))).ShouldBe("column-unknown");
        shard.RejectionOf(Take(Rows(columns: ["open", "open"]))).ShouldBe("column-missing");
        shard.RejectionOf(Take(Rows(series: [Mine[0], elsewhere]))).ShouldBe("series-elsewhere");
        shard.RejectionOf(Take(Rows(series: [Mine[0], Mine[0]]))).ShouldBe("series");
        shard.RejectionOf(Take(Rows(series: [Mine[0], ""]))).ShouldBe("series");
        shard.RejectionOf(Take(Rows(values: [[1, double.PositiveInfinity], [1, 1]]))).ShouldBe("value-infinite");
        shard.RejectionOf(Take(Rows(values: [[1, 2], [1, 1.5]]))).ShouldBe("value-share");
        shard.RejectionOf(Take(Rows(knownAt: [0, long.MaxValue]))).ShouldBe("known-at");
        shard.RejectionOf(Take(Rows().Only([]))).ShouldBe("rows-count");
        shard.After(Take(Rows(values: [[1, double.NaN], [double.NaN, 0]]))).State.Rows.ShouldBe(2);
    }

    [Fact]
    public void Rows_sent_again_change_nothing()
    {
        var shard = new Shard().After<SeriesShard, SeriesShardCommand, SeriesShardEvent>(Set(Plan));
        var take = Take(Rows());
        shard = shard.After(take);
        shard.Handle(take).Reply.ShouldBe(new Reply.Duplicate(2));
    }

    [Theory]
    [InlineData("", 6, 16)]
    [InlineData("dish-1", 1, 16)]
    [InlineData("größe", 1, 16)]
    [InlineData("1096", 9, 16)]
    [InlineData("1096", 2_137, 4096)]
    public void A_series_lies_in_the_same_shard_for_ever(string series, int shard, int shards) => SeriesPlace.Of(series, shards).ShouldBe(shard);

    [Fact]
    public void Series_spread_evenly()
    {
        var counts = new int[16];
        for (var i = 0; i < 16_000; i++) counts[SeriesPlace.Of($"{i}", 16)]++;
        counts.ShouldAllBe(count => count > 850 && count < 1_150);
    }

    private static SeriesShardCommand.SetPlan Set(ShardPlan plan) => new(Id, Given.Stamp(), plan);

    private static SeriesShardCommand.TakeRows Take(RowBlock rows) => new(Id, Given.Stamp(), rows);

    private static RowBlock Rows(
        string frequency = "1d", string[]? columns = null, string[]? series = null, long[]? knownAt = null, double[][]? values = null) =>
        new(frequency, [.. columns ?? ["target", "open"]], [.. series ?? Mine], [0, 1], [7, 8], knownAt ?? [], values ?? [[1, 2], [1, 0.5]]);
}
