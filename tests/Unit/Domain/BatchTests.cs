using SecretMagic.Domain;
using SecretMagic.Domain.Batches;
using SecretMagic.Domain.Clients;
using static SecretMagic.Domain.Batches.BatchCommand;

namespace SecretMagic.Unit.Domain;

public sealed class BatchTests
{
    private static readonly BatchId Id = BatchId.Parse("night-1");
    private static readonly Clearance Cleared = new(Given.Acme, 3);

    private static readonly Entity<Batch, BatchCommand, BatchEvent> Queued = new Entity<Batch, BatchCommand, BatchEvent>()
        .After(new Enqueue(Id, Given.Stamp(), Cleared, Given.Order(), 2));

    private static readonly Entity<Batch, BatchCommand, BatchEvent> Running = Queued.After(Start(1));

    [Fact]
    public void A_batch_runs_with_progress_and_is_done_with_a_result()
    {
        var batch = Running.After<Batch, BatchCommand, BatchEvent>(
            new Report(Id, Given.Stamp(), 1, new BatchProgress(3, 9, "year=2025")), new Complete(Id, Given.Stamp(), 1, Result));
        batch.State.Status.ShouldBe(BatchStatus.Done);
        batch.State.Result.ShouldBe(Result);
        batch.State.Worker.ShouldBeNull();
        batch.RejectionOf(Start(2)).ShouldBe("batch-over");
        batch.RejectionOf(new Cancel(Id, Given.Stamp(), "late")).ShouldBe("batch-over");
        batch.RejectionOf(new Retry(Id, Given.Stamp())).ShouldBe("batch-not-failed");
    }

    [Fact]
    public void A_batch_of_a_dead_worker_goes_on_where_it_stopped_and_the_dead_one_is_not_heard()
    {
        var batch = Running.After<Batch, BatchCommand, BatchEvent>(new Report(Id, Given.Stamp(), 1, new BatchProgress(3, 9, "year=2025")), Start(2));
        batch.State.Attempt.ShouldBe(2);
        batch.State.Progress.ResumeAt.ShouldBe("year=2025");
        batch.RejectionOf(new Report(Id, Given.Stamp(), 1, new BatchProgress(4, 9, "year=2026"))).ShouldBe("attempt-over");
        batch.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result)).ShouldBe("attempt-over");
        batch.RejectionOf(new Fail(Id, Given.Stamp(), 1, "x", true)).ShouldBe("attempt-over");
    }

    [Fact]
    public void Of_two_workers_one_gets_the_attempt() => Running.RejectionOf(Start(1)).ShouldBe("attempt-taken");

    [Fact]
    public void A_failure_of_the_world_is_tried_again_while_attempts_are_left()
    {
        var again = Running.After(new Fail(Id, Given.Stamp(), 1, "disk\0full", true));
        again.State.Status.ShouldBe(BatchStatus.Queued);
        again.State.Error.ShouldBe("disk full");
        var over = again.After<Batch, BatchCommand, BatchEvent>(Start(2), new Fail(Id, Given.Stamp(), 2, "again", true));
        over.State.Status.ShouldBe(BatchStatus.Failed);
        over.RejectionOf(Start(3)).ShouldBe("batch-over");
        over.After<Batch, BatchCommand, BatchEvent>(new Retry(Id, Given.Stamp()), Start(3)).State.Status.ShouldBe(BatchStatus.Running);
    }

    [Fact]
    public void A_result_may_be_partial_and_tells_a_bounded_number_of_short_reasons()
    {
        PartialFailure.Of([]).ShouldBeNull();
        var failures = PartialFailure.Of([.. Enumerable.Range(0, 25).Select(at => ($"branch {at}", at == 0 ? "A -> B\nB -> A" : new string('x', 5000)))])!;
        (failures.Branches, failures.Told.Length, failures.Told[0].Reason, failures.Told[1].Reason.Length).ShouldBe((25, 20, "A -> B B -> A", 1000));
        failures.ToString().ShouldEndWith("; and 5 more");
        Running.After(new Complete(Id, Given.Stamp(), 1, Result with { Failures = failures })).State.Result!.Failures.ShouldBe(failures);
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Failures = failures with { Told = [] } })).ShouldBe("result");
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Failures = failures with { Branches = 3 } })).ShouldBe("result");
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Failures = new PartialFailure(1, [new("a", "\n")]) })).ShouldBe("result");
    }

    [Fact]
    public void A_mistake_in_what_was_given_is_not_tried_again() =>
        Running.After(new Fail(Id, Given.Stamp(), 1, "column missing", false)).State.Status.ShouldBe(BatchStatus.Failed);

    [Fact]
    public void A_batch_whose_last_worker_died_fails_when_another_one_comes()
    {
        var batch = Running.After<Batch, BatchCommand, BatchEvent>(Start(2), Start(3));
        batch.State.Status.ShouldBe(BatchStatus.Failed);
        batch.State.Error!.ShouldContain("gone");
    }

    [Fact]
    public void A_batch_does_not_start_under_another_configuration_than_it_was_queued_under()
    {
        Queued.RejectionOf(new Start(Id, Given.Stamp(), new Clearance(Given.Acme, 4), 1, "w")).ShouldBe("revision-changed");
        Queued.RejectionOf(new Start(Id, Given.Stamp(), new Clearance(TenantId.Parse("other"), 3), 1, "w")).ShouldBe("other-client");
    }

    [Fact]
    public void Progress_never_goes_back()
    {
        var batch = Running.After(new Report(Id, Given.Stamp(), 1, new BatchProgress(3, 9, "")));
        batch.RejectionOf(new Report(Id, Given.Stamp(), 1, new BatchProgress(2, 9, ""))).ShouldBe("progress");
        batch.RejectionOf(new Report(Id, Given.Stamp(), 1, new BatchProgress(10, 9, ""))).ShouldBe("progress");
        batch.RejectionOf(new Report(Id, Given.Stamp(), 1, new BatchProgress(-1, 9, ""))).ShouldBe("progress");
    }

    [Fact]
    public void A_batch_that_does_not_run_reports_nothing()
    {
        foreach (var batch in new[] { Queued, Queued.After(new Cancel(Id, Given.Stamp(), "not needed")) })
        {
            batch.RejectionOf(new Report(Id, Given.Stamp(), 1, BatchProgress.None)).ShouldBe("batch-not-running");
            batch.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result)).ShouldBe("batch-not-running");
            batch.RejectionOf(new Fail(Id, Given.Stamp(), 1, "x", true)).ShouldBe("batch-not-running");
        }

        new Entity<Batch, BatchCommand, BatchEvent>().RejectionOf(Start(1)).ShouldBe("batch-unknown");
        Queued.RejectionOf(new Enqueue(Id, Given.Stamp(), Cleared, Given.Order(), 1)).ShouldBe("batch-exists");
    }

    [Fact]
    public void A_result_that_is_none_is_rejected()
    {
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Rows = -1 })).ShouldBe("result");
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Place = "" })).ShouldBe("result");
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Features = default })).ShouldBe("result");
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Features = [Feature, Feature] })).ShouldBe("result");
        Running.RejectionOf(new Complete(Id, Given.Stamp(), 1, Result with { Features = [Feature with { Kind = "odd" }] })).ShouldBe("result");
    }

    private static ProducedFeature Feature { get; } = new("ema_7", "past", "ema", "no sale yet");

    private static BatchResult Result { get; } = new("acme/features/v1", 100, [Feature]);

    private static Start Start(int attempt) => new(Id, Given.Stamp(), Cleared, attempt, $"worker-{attempt}");
}
