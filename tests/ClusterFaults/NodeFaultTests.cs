using SecretMagic.Faults;
using SecretMagic.Integration.Journal;

namespace SecretMagic.ClusterFaults;

/// <summary>
/// A cluster of real processes while one of them breaks, and commands come at a fixed rate. After each: no acknowledged command lost, none applied twice,
/// versions contiguous, and every result bit for bit what a single process makes.
/// </summary>
public sealed class NodeFaultTests(PostgresServer server)
{
    private const int Workers = 3;

    private static readonly Scale Now = Scale.Now;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Scale.Longest)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Entities_of_a_killed_worker_open_elsewhere_and_the_others_go_on(bool assignsShards)
    {
        Assert.SkipUnless(assignsShards || Now.IsTimed, "because a little of this fault is that of the worker that does more");
        await using var site = await ClusterSite.Busy(server, Workers, Token);
        var load = site.Load;
        var victim = assignsShards ? site.Workers[0] : site.Workers[^1];
        var affected = await site.ClientsOn(victim);
        var killed = load.Now;
        victim.Process.Kill();
        await Load.Pass(TimeSpan.FromSeconds(15) + Now.After, Token);
        var commands = (await site.Settle()).Open(killed).ToLookup(command => affected.Contains(command.Client));
        var (back, others) = (commands[true].Max(command => command.Waited), commands[false].Longest());
        Figures.Tell(
            $"kill -9{(assignsShards ? " of the one that assigns shards" : "")}: {affected.Count} clients back after {back.TotalSeconds:0.0} s; "
            + $"others {commands[false].Waits()}");
        await Invariants.Hold(site.Site, Now.Batches, Token);
        back.ShouldBeWithin(20, "entities of the killed worker");
        others.ShouldBeWithin(1, "entities of the others");
    }

    [Fact(Timeout = Scale.Longest)]
    public async Task A_worker_that_stands_still_and_wakes_up_ends_and_writes_nothing()
    {
        await using var site = await ClusterSite.Busy(server, Workers, Token);
        var load = site.Load;
        var victim = site.Workers[^1];
        var affected = await site.ClientsOn(victim);
        var (stopped, clock) = (load.Now, await site.Site.Clock());
        await victim.Process.Signal("STOP", Token);
        await Load.Pass(Now.Paused, Token);
        var (woken, before) = (load.Now, await site.Site.Clock());
        await victim.Process.Signal("CONT", Token);
        await victim.Ended(Token);
        var ended = load.Now - woken;
        await Load.Pass(Now.After, Token);
        var commands = (await site.Settle()).Open(stopped).ToLookup(command => affected.Contains(command.Client));
        var (back, others) = (commands[true].Longest(), commands[false].Longest());
        Figures.Tell(
            $"SIGSTOP for {Now.Paused.TotalSeconds:0} s: {affected.Count} clients back after {back.TotalSeconds:0.0} s; "
            + $"others {commands[false].Waits()}; ended {ended.TotalSeconds:0.0} s after it woke up");
        victim.Process.ExitCode.ShouldBe(1, victim.Process.Errors);
        (await site.Site.Written(victim, before)).ShouldBe(0, "events of the one that woke up");
        (await site.Site.Overlaps(victim, clock)).ShouldBe(0);
        await Invariants.Hold(site.Site, Now.Batches, Token);
        back.ShouldBeWithin(20, "entities of the one that stood still");
        others.ShouldBeWithin(1, "entities of the others");
    }

    [Fact(Timeout = Scale.Longest)]
    public async Task A_worker_that_is_cut_off_ends_and_takes_part_again_when_it_is_started()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "because only an administrator can make networks");
        await using var hosts = await Hosts.Make(1 + Workers, Token);
        await using var site = await ClusterSite.Busy(server, Workers, Token, hosts);
        var load = site.Load;
        var victim = site.Workers[^1];
        var affected = await site.ClientsOn(victim);
        var (cut, clock) = (load.Now, await site.Site.Clock());
        await hosts.Cut(Workers, Token);
        await victim.Ended(Token);
        var ended = load.Now - cut;
        await Load.Pass(TimeSpan.FromSeconds(8), Token);
        await hosts.Heal(Workers, Token);
        var last = await site.Site.LastWritten(victim, clock);
        (await site.Site.Overlaps(victim, clock)).ShouldBe(0);
        var started = load.Now;
        victim.StartAgain();
        await victim.Up(Token);
        while ((await site.ClientsOn(victim)).Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(200), Token);
        var takes = load.Now - started;
        await Load.Pass(Now.After, Token);
        // What is due behind its start waits while shards move to it, which is another test's.
        var commands = (await site.Settle()).Open(cut).Where(command => command.Due < started).ToLookup(command => affected.Contains(command.Client));
        var (back, others) = (commands[true].Longest(), commands[false].Longest());
        Figures.Tell(
            $"cut off: last write after {last / 1_000.0:0.0} s, ended after {ended.TotalSeconds:0.0} s; {affected.Count} clients back after "
            + $"{back.TotalSeconds:0.0} s; others {commands[false].Waits()}; has clients {takes.TotalSeconds:0.0} s after its start");
        await Invariants.Hold(site.Site, Now.Batches, Token);
        TimeSpan.FromMilliseconds(last).ShouldBeWithin(15, "the last write of the one that was cut off");
        back.ShouldBeWithin(20, "entities of the one that was cut off");
        others.ShouldBeWithin(1, "entities of the others");
    }
}
