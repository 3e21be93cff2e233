using System.Diagnostics;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Faults;
using SecretMagic.Integration.Journal;
using SecretMagic.Storage.Wire;

namespace SecretMagic.ClusterFaults;

/// <summary>A cluster of real processes while all of it is hit, or while it grows, shrinks and is renewed.</summary>
public sealed class SiteFaultTests(PostgresServer server)
{
    private const int Workers = 3;

    private static readonly Scale Now = Scale.Now;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Scale.Longest)]
    public async Task A_database_that_crashes_is_waited_for()
    {
        await using var site = await ClusterSite.Busy(server, Workers, Token);
        var load = site.Load;
        var crashed = load.Now;
        await server.Crash(Token);
        await Load.Pass(Now.DatabaseAway, Token);
        await server.StartAgain(Token);
        var returned = load.Now;
        await Load.Pass(TimeSpan.FromSeconds(6) + Now.After, Token);
        var commands = await site.Settle();
        // All that waited, and all that came until the last of them had its answer.
        var back = commands.Where(command => command.Due < returned && command.At > returned).Max(command => command.At) - returned;
        Figures.Tell(
            $"PostgreSQL away for {(returned - crashed).TotalSeconds:0.0} s: all that waited answered {back.TotalSeconds:0.0} s after its return; "
            + $"later ones {commands.Where(command => command.Due > returned + back).Waits()}");
        await Invariants.Hold(site.Site, Now.Batches, Token);
        back.ShouldBeWithin(5, "commands that waited for the database");
    }

    [Fact(Timeout = Scale.Longest)]
    public async Task Workers_that_are_renewed_one_after_the_other_are_hardly_noticed()
    {
        await using var site = await ClusterSite.Busy(server, Workers, Token);
        var load = site.Load;
        var began = load.Now;
        for (var restart = 0; restart < Now.Restarts; restart++)
        {
            var worker = site.Workers[restart % Workers];
            await worker.Leave(Token);
            worker.StartAgain();
            await worker.Up(Token);
            await site.Api.Shards(Workers, Token);
        }

        var took = (load.Now - began) / Now.Restarts;
        await Load.Pass(Now.After, Token);
        var commands = (await site.Settle()).Open(began).ToArray();
        Figures.Tell($"{Now.Restarts} rolling restarts, {took.TotalSeconds:0.0} s each: {commands.Length} commands, {commands.Waits()}");
        await Invariants.Hold(site.Site, Now.Batches, Token);
        commands.Longest().ShouldBeWithin(5, "commands during rolling restarts");
    }

    [Fact(Timeout = Scale.Longest)]
    public async Task A_cluster_that_is_killed_as_a_whole_has_the_same_state_when_it_is_started()
    {
        await using var site = await ClusterSite.Busy(server, Workers, Token);
        var load = site.Load;
        var killed = load.Now;
        Node[] all = [site.Lighthouse, .. site.Workers];
        foreach (var node in all) node.Process.Kill();
        foreach (var node in all) node.StartAgain();
        foreach (var node in all) await node.Up(Token);
        await site.AskAnew();
        var up = load.Now - killed;
        await Load.Pass(Now.After, Token);
        var commands = (await site.Settle()).Open(killed).ToArray();
        for (var client = 0; client < Scale.Clients; client++)
        {
            var state = new StateOf<Client>(EntityId.Client(Load.Client(client)));
            var (there, stored) = (await site.Api.Ask(state, Token), await site.Api.Alone.Ask(state, Token));
            there.Version.ShouldBe(stored.Version);
            ProtocolJson.Write(there.State).ShouldBe(ProtocolJson.Write(stored.State));
        }

        Figures.Tell(
            $"all killed at once: members again after {up.TotalSeconds:0.0} s, longest wait {commands.Longest().TotalSeconds:0.0} s; "
            + $"{Scale.Clients} states equal");
        await Invariants.Hold(site.Site, Now.Batches, Token);
    }

    [Fact(Timeout = Scale.Longest)]
    public async Task A_worker_that_comes_takes_shards_and_one_that_leaves_gives_them_back()
    {
        await using var site = await ClusterSite.Busy(server, Workers - 1, Token);
        var load = site.Load;
        var began = load.Now;
        var third = await site.StartWorker();
        var balanced = Stopwatch.StartNew();
        while ((await site.ClientsOn(third)).Count < Scale.Clients / Workers * 4 / 5) await Task.Delay(TimeSpan.FromMilliseconds(200), Token);
        var took = balanced.Elapsed;
        var clients = (await site.ClientsOn(third)).Count;
        await Load.Pass(Now.After, Token);
        var leaves = load.Now;
        await third.Leave(Token);
        site.Workers.Remove(third);
        var left = load.Now - leaves;
        await Load.Pass(Now.After, Token);
        (await site.ClientsOn(third)).ShouldBeEmpty();
        var commands = (await site.Settle()).Open(began).ToArray();
        var (grows, shrinks) = (commands.Where(command => command.Due < leaves), commands.Where(command => command.Due >= leaves));
        Figures.Tell(
            $"third worker: {clients} clients after {took.TotalSeconds:0.0} s, {grows.Waits()}; it leaves in {left.TotalSeconds:0.0} s, {shrinks.Waits()}");
        await Invariants.Hold(site.Site, Now.Batches, Token);
        commands.Longest().ShouldBeWithin(5, "commands while shards move");
    }

    [Fact(Timeout = Scale.Longest)]
    public async Task Two_clusters_on_one_database_by_mistake_are_only_slow()
    {
        await using var site = await ClusterSite.Open(server, 1, Token);
        await site.Site.Queue(Now.Batches);
        var other = await site.StartLighthouse();
        await site.StartWorker(other.Address);
        await using var asks = await site.Ask(other.Address);
        site.Drive(Now.Rate / 2);
        site.Drive(Now.Rate / 2, () => asks);
        await Load.Pass(Now.Before + Now.After, Token);
        var commands = await site.Settle();
        var both = await site.Site.Count(
            "SELECT count(*) FROM (SELECT entity FROM events WHERE command_id LIKE 'd%:%' GROUP BY entity HAVING count(DISTINCT writer) = 2) AS shared");
        Figures.Tell($"two clusters: {commands.Count} commands, {both} clients with events of both, {commands.Waits()}");
        both.ShouldBe(Scale.Clients);
        await Invariants.Hold(site.Site, Now.Batches, Token);
    }
}
