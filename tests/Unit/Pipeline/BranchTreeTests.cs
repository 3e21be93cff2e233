using System.Collections.Concurrent;
using SecretMagic.Pipeline;

namespace SecretMagic.Unit.Pipeline;

/// <summary>Branches fail alone, are tried again while that may help, and stop together.</summary>
public sealed class BranchTreeTests
{
    private static readonly RetryPolicy Policy = new() { Attempts = 3 };

    [Fact]
    public void A_fault_that_passes_is_survived_after_growing_waits()
    {
        var (time, tries) = (new InstantTime(), 0);
        var end = new BranchTree(Policy, time, 1, seed: 7).Run(
            1, (_, _) => ++tries < 3 ? throw new IOException("No space left on device") : "made", CancellationToken.None).ShouldHaveSingleItem();
        end.ShouldBe(new BranchEnd<string>("made", null, 3));
        time.Waits.ShouldBe([Policy.WaitBehind(7, 0, 1)!.Value, Policy.WaitBehind(7, 0, 2)!.Value]);
    }

    [Fact]
    public void A_branch_that_stays_broken_fails_alone_after_its_last_attempt()
    {
        var ends = new BranchTree(Policy, new InstantTime(), 2, seed: 7).Run(
            5, (branch, _) => branch == 2 ? throw new IOException("broken") : $"{branch}", CancellationToken.None);
        ends.Select(end => end.Result).ShouldBe(["0", "1", null, "3", "4"]);
        ends[2].Failure.ShouldBeOfType<IOException>().Message.ShouldBe("broken");
        ends[2].Attempts.ShouldBe(3);
    }

    [Fact]
    public void What_is_no_fault_of_the_machine_is_not_tried_again()
    {
        var time = new InstantTime();
        var end = new BranchTree(Policy, time, 1, seed: 7).Run<string>(1, (_, _) => throw new InvalidOperationException("defect"), CancellationToken.None)[0];
        end.Attempts.ShouldBe(1);
        time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public void Cancelling_stops_all_branches_and_begins_no_other()
    {
        using var cancel = new CancellationTokenSource();
        var begun = new ConcurrentBag<int>();
        Should.Throw<OperationCanceledException>(() => new BranchTree(Policy, new InstantTime(), 2, seed: 7).Run(
            100,
            (branch, token) =>
            {
                begun.Add(branch);
                cancel.Cancel();
                token.ThrowIfCancellationRequested();
                return "";
            },
            cancel.Token));
        begun.Count.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void A_branch_that_waits_is_stopped_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var time = new InstantTime { WhenAsked = cancel.Cancel };
        Should.Throw<OperationCanceledException>(() => new BranchTree(Policy, time, 1, seed: 7).Run<string>(
            1, (_, _) => throw new TimeoutException("slow"), cancel.Token));
    }

    [Fact]
    public void Waits_double_up_to_a_limit_and_are_spread_over_their_upper_half()
    {
        var policy = new RetryPolicy { Attempts = 40, First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(8) };
        for (var attempt = 1; attempt < 40; attempt++)
        {
            var longest = Math.Min(8, Math.Pow(2, attempt - 1));
            var waits = Enumerable.Range(0, 200).Select(part => policy.WaitBehind(1, part, attempt)!.Value.TotalSeconds).ToArray();
            waits.ShouldAllBe(wait => wait >= longest / 2 && wait <= longest);
            waits.Distinct().Count().ShouldBeGreaterThan(190);
            waits.Average().ShouldBeInRange(0.7 * longest, 0.8 * longest);
        }

        policy.WaitBehind(1, 0, 40).ShouldBeNull();
    }

    /// <summary>A clock on which every wait is over at once; with something to do when a wait begins it never is.</summary>
    private sealed class InstantTime : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = [];

        public Action? WhenAsked { get; init; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Enqueue(dueTime);
            if (WhenAsked is null) callback(state);
            else WhenAsked();
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
