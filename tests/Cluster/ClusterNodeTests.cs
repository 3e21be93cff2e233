using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Integration.Journal;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Cluster.Tests;

/// <summary>A process as a member.</summary>
public sealed class ClusterNodeTests
{
    private const int Clients = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_is_up_from_its_joining_until_it_leaves()
    {
        var node = await Join(NodeRole.Lighthouse, []);
        node.IsUp.ShouldBeTrue();
        await node.DisposeAsync();
        node.IsUp.ShouldBeFalse();
    }

    [Fact(Timeout = 120_000)]
    public async Task Shards_go_a_few_at_a_time_to_a_worker_that_comes_and_from_one_that_leaves()
    {
        var store = new MemoryEvents();
        await using var here = Local(store);
        await using var there = Local(store);
        var first = await Join(NodeRole.Worker, []);
        var leaves = new ClusterGateway(first, here, new GatewayOptions(), TimeProvider.System);
        for (var number = 0; number < Clients; number++) await leaves.Send(Given.Register(Client(number)), Token);
        var second = await Join(NodeRole.Worker, [first.Address]);
        await using var stays = new ClusterGateway(second, there, new GatewayOptions(), TimeProvider.System);
        var before = (await stays.Shards(Token)).Shards.Length;
        var coming = await Seen(node => node == second.Address, shards => shards >= before / 3);
        Steps(coming).Max().ShouldBeLessThan(before / 3, string.Join(' ', coming));
        var gone = leaves.DisposeAsync().AsTask();
        var going = await Seen(node => node == first.Address, shards => shards == 0);
        Steps(going).Max().ShouldBeLessThan(before / 3, string.Join(' ', going));
        await gone;
        for (var number = 0; number < Clients; number++)
            (await stays.Ask(new StateOf<Client>(EntityId.Client(Client(number))), Token)).Version.ShouldBe(1);

        // How many shards a node had, until it had as many as said; those that are open nowhere count for nobody, so all are asked for.
        async Task<List<int>> Seen(Func<string, bool> of, Func<int, bool> enough)
        {
            var seen = new List<int>();
            while (true)
            {
                for (var number = 0; number < Clients; number++) await stays.Ask(new StateOf<Client>(EntityId.Client(Client(number))), Token);
                seen.Add((await stays.Shards(Token)).Shards.Count(shard => of(shard.Node)));
                if (enough(seen[^1])) return seen;
                await Task.Delay(TimeSpan.FromMilliseconds(50), Token);
            }
        }
    }

    private static IEnumerable<int> Steps(List<int> seen) => seen.Zip(seen.Skip(1), (one, next) => Math.Abs(next - one)).DefaultIfEmpty();

    private static TenantId Client(int number) => TenantId.Parse($"k{number}");

    private static Task<ClusterNode> Join(NodeRole role, string[] seeds) =>
        ClusterNode.Join(new ClusterOptions { Host = "127.0.0.1", Port = 0, Seeds = seeds, Role = role }, Token);

    private static LocalGateway Local(IEventStore store) => new(store, new GatewayOptions(), TimeProvider.System, NullLogger<LocalGateway>.Instance);
}
