using SecretMagic.Domain;
using SecretMagic.Domain.Explosions;
using SecretMagic.Domain.Installations;

namespace SecretMagic.Unit.Domain;

public sealed class SmallEntityTests
{
    private static readonly BatchId Night = BatchId.Parse("night-1");

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
}
