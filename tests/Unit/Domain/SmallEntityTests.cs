using SecretMagic.Domain;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;
using SecretMagic.Domain.SeriesShards;

namespace SecretMagic.Unit.Domain;

public sealed class SmallEntityTests
{
    private static readonly SeriesShardId Shard = SeriesShardId.Parse("acme.7");
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly BatchId Night = BatchId.Parse("night-1");

    [Fact]
    public void A_shard_advances_under_its_lease_and_its_plan_only()
    {
        var shard = new Entity<SeriesShard, SeriesShardCommand, SeriesShardEvent>().After<SeriesShard, SeriesShardCommand, SeriesShardEvent>(
            new SeriesShardCommand.Acquire(Shard, Given.Stamp(), 1, "w1"), new SeriesShardCommand.ChangePlan(Shard, Given.Stamp(), 1, 5), Advance(1, 5, Monday));
        shard.State.Through.ShouldBe(Monday);
        shard.RejectionOf(Advance(1, 5, Monday)).ShouldBe("rows-old");
        shard.RejectionOf(Advance(1, 4, Monday.AddDays(1))).ShouldBe("plan-other");
        shard.RejectionOf(new SeriesShardCommand.ChangePlan(Shard, Given.Stamp(), 1, 5)).ShouldBe("plan-old");
        shard.RejectionOf(new SeriesShardCommand.Acquire(Shard, Given.Stamp(), 1, "w2")).ShouldBe("lease-taken");
        var taken = shard.After(new SeriesShardCommand.Acquire(Shard, Given.Stamp(), 2, "w2"));
        taken.RejectionOf(Advance(1, 5, Monday.AddDays(1))).ShouldBe("lease-over");
        taken.After(new SeriesShardCommand.ChangePlan(Shard, Given.Stamp(), 2, 6)).State.Through.ShouldBeNull();
        taken.After(new SeriesShardCommand.Release(Shard, Given.Stamp(), 2)).RejectionOf(Advance(2, 5, Monday.AddDays(1))).ShouldBe("shard-not-owned");
    }

    [Fact]
    public void One_explosion_of_a_client_runs_at_a_time()
    {
        var running = new Entity<Explosion, ExplosionCommand, ExplosionEvent>().After(new ExplosionCommand.Start(Given.Acme, Given.Stamp(), Night));
        var other = BatchId.Parse("night-2");
        running.RejectionOf(new ExplosionCommand.Start(Given.Acme, Given.Stamp(), other)).ShouldBe("explosion-running");
        running.RejectionOf(new ExplosionCommand.Complete(Given.Acme, Given.Stamp(), other, 1)).ShouldBe("explosion-not-running");
        running.RejectionOf(new ExplosionCommand.Complete(Given.Acme, Given.Stamp(), Night, -1)).ShouldBe("records");
        running.After(new ExplosionCommand.Start(Given.Acme, Given.Stamp(), Night)).State.Batch.ShouldBe(Night);
        var done = running.After(new ExplosionCommand.Complete(Given.Acme, Given.Stamp(), Night, 12));
        done.State.LastProcessedAt.ShouldBe(Given.Noon);
        var failed = done.After<Explosion, ExplosionCommand, ExplosionEvent>(
            new ExplosionCommand.Start(Given.Acme, Given.Stamp(), other), new ExplosionCommand.Fail(Given.Acme, Given.Stamp(), other, "cycle"));
        (failed.State.Error, failed.State.RecordsProcessed).ShouldBe(("cycle", 12));
    }

    [Fact]
    public void Defaults_are_scheduled_and_removed()
    {
        var installation = new Entity<Installation, InstallationCommand, InstallationEvent>()
            .After(new InstallationCommand.ScheduleWork(Given.Stamp(), WorkKind.Bom, Schedule.Parse("daily 03:00")));
        installation.State.Schedules[WorkKind.Bom].Value.ShouldBe("daily 03:00");
        installation.After(new InstallationCommand.UnscheduleWork(Given.Stamp(), WorkKind.Bom)).State.Schedules.ShouldBeEmpty();
        installation.RejectionOf(new InstallationCommand.UnscheduleWork(Given.Stamp(), WorkKind.Features)).ShouldBe("not-scheduled");
    }

    private static SeriesShardCommand.Advance Advance(int lease, long plan, DateOnly through) => new(Shard, Given.Stamp(), lease, plan, through, "state/7");
}
