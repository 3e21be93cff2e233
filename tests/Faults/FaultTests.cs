using System.Diagnostics;
using SecretMagic.Integration.Journal;

namespace SecretMagic.Faults;

/// <summary>
/// Real processes under faults: workers share batches, and commands come at a fixed rate, while something breaks. After each: no acknowledged command lost,
/// none applied twice, versions contiguous, one owner at a time, and every result bit for bit what a single process makes.
/// </summary>
public sealed class FaultTests(PostgresServer server)
{
    private static readonly Scale Now = Scale.Now;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Workers_that_are_killed_lose_nothing() => Under(async (site, driven) =>
    {
        for (var kill = 1; !driven.IsCompleted; kill++)
        {
            // Now sooner, now later, now an old one, now a new one: in the same order every time.
            var random = kill * 7_919 % 100_003;
            await Task.WhenAny(driven, Task.Delay(TimeSpan.FromMilliseconds(1_000 + random % 1_000), Token));
            var alive = site.Workers.Where(worker => !worker.HasExited).ToArray();
            alive[random / 1_000 % alive.Length].Kill();
            site.StartWorker();
        }
    });

    [Fact]
    public Task A_worker_that_stands_still_for_long_and_wakes_up_writes_nothing_it_may_not() => Under(async (site, driven) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        var stopped = site.Workers.Take(2).ToArray();
        foreach (var worker in stopped) await worker.Signal("STOP", Token);
        await Task.Delay(Now.Stopped, Token);
        foreach (var worker in stopped) await worker.Signal("CONT", Token);
        await driven;
    });

    [Fact]
    public Task A_database_that_restarts_is_outlasted() => Under(async (site, driven) =>
    {
        for (var round = 0; round < 3; round++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), Token);
            await site.Server.Stop(Token);
            await site.Server.StartAgain(Token);
        }

        await driven;
    });

    [Fact]
    public Task A_database_that_is_away_for_long_is_waited_for() => Under(async (site, driven) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        await site.Server.Stop(Token);
        await Task.Delay(Now.ServerAway, Token);
        await site.Server.StartAgain(Token);
        await driven;
    });

    [Fact]
    public async Task A_lake_that_is_full_delays_results_and_loses_none()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "because only an administrator can mount a small disk");
        await using var disk = await SmallDisk.Mount(megabytes: 256, Token);
        await Under(
            async (site, driven) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), Token);
                using (disk.Fill()) await Task.Delay(Now.ServerAway, Token);
                await driven;
            },
            disk.Path);
    }

    [Fact]
    public async Task The_work_of_a_killed_worker_goes_on_within_its_lease()
    {
        await using var site = await Site.Open(server, Token);
        // A batch for each of two workers: the one that is left is soon free to go on with the other's.
        await site.Queue(1);
        var (first, _) = (site.StartWorker(), site.StartWorker());
        var mine = $"worker LIKE '%:{first.Id}:%'";
        while (await site.Count($"SELECT count(*) FROM batches WHERE status = 'running' AND {mine}") == 0)
        {
            first.HasExited.ShouldBeFalse(first.Errors);
            await Task.Delay(10, Token);
        }

        first.Kill();
        var killed = Stopwatch.StartNew();
        // It is free again when its lease ends, is found a third of a lease later at the latest, and waits for what the other worker is at.
        while (await site.Count($"SELECT count(*) FROM batches WHERE status = 'running' AND {mine}") > 0) await Task.Delay(20, Token);
        TestContext.Current.TestOutputHelper?.WriteLine($"went on {killed.Elapsed.TotalSeconds:0.0} s after the kill, lease {Site.LeaseSeconds} s");
        killed.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(Site.LeaseSeconds * 4 / 3.0 + 5));
        await site.AllOver();
        await Invariants.Hold(site, 1, Token);
    }

    [Fact]
    public async Task Workers_that_are_told_to_end_give_their_batches_back_at_once()
    {
        await using var site = await Site.Open(server, Token);
        await site.Queue(Now.Batches);
        for (var round = 0; round < 4; round++)
        {
            var worker = site.StartWorker();
            var done = await site.Count("SELECT count(*) FROM batches WHERE status = 'done'");
            while (await site.Count("SELECT count(*) FROM batches WHERE status = 'done'") < done + 2)
            {
                worker.HasExited.ShouldBeFalse(worker.Errors);
                await Task.Delay(20, Token);
            }

            await worker.Signal("TERM", Token);
            await worker.Ended(Token);
            worker.ExitCode.ShouldBe(0, worker.Errors);
            (await site.Count("SELECT count(*) FROM batches WHERE status = 'running'")).ShouldBe(0);
        }

        site.StartWorker();
        await site.AllOver();
        await Invariants.Hold(site, Now.Batches, Token);
    }

    private async Task Under(Func<Site, Task, Task> fault, string? lake = null)
    {
        await using var site = await Site.Open(server, Token, lake);
        await site.Queue(Now.Batches);
        for (var worker = 0; worker < Now.Workers; worker++) site.StartWorker();
        var time = Stopwatch.StartNew();
        var driven = site.Drive(Now.CommandsASecond, Now.Seconds);
        await site.Driving();
        await fault(site, driven);
        await driven;
        await site.AllOver();
        var waits = site.Acknowledgements.Select(command => command.Milliseconds).Order().ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{waits.Length} commands, p50 {waits[waits.Length / 2]:0} ms, p99 {waits[waits.Length * 99 / 100]:0} ms, longest {waits[^1]:0} ms; "
            + $"{Now.Batches} batches over after {time.Elapsed.TotalSeconds:0} s");
        await Invariants.Hold(site, Now.Batches, Token);
    }
}
