using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Contract;
using SecretMagic.Domain;
using SecretMagic.Integration.Journal;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;
using SecretMagic.Storage.Journal;

namespace SecretMagic.Cluster.Tests;

/// <summary>
/// The contract of a gateway, over a cluster: entities on a worker, asked from another node. A second gateway on a store is a second cluster by mistake.
/// </summary>
public abstract class ClusterGatewayTests : GatewayContract
{
    private protected override ITestGateway Open(IEventStore store, GatewayOptions options) => new Pair(store, options);

    [Fact]
    public async Task An_answer_that_crosses_the_second_sending_of_its_letter_is_the_answer()
    {
        await using var gateway = Open(Store, new GatewayOptions());
        await gateway.Send(Given.Register(), Token);
        using var held = Store.Hold();
        var sent = new List<Task<Reply>>();
        // A letter is sent again after half a second. When the store goes on, that is just now for some of these.
        for (var number = 0; number < 400; number++)
        {
            sent.Add(gateway.Send(Given.Register(TenantId.Parse($"k{number}")), Token));
            await Task.Delay(TimeSpan.FromMilliseconds(2), Token);
        }

        held.Dispose();
        (await Task.WhenAll(sent)).ShouldAllBe(reply => reply is Reply.Accepted);
    }

    /// <summary>A worker and a node that asks, joined when the first letter is sent.</summary>
    private sealed class Pair : ITestGateway
    {
        private readonly LocalGateway _there, _here;
        private readonly Task<(ClusterGateway Worker, ClusterGateway Asks)> _joined;

        internal Pair(IEventStore store, GatewayOptions options)
        {
            (_there, _here) = (Local(store, options), Local(store, options));
            _joined = Join(options);
        }

        public int Loaded => _there.Loaded;

        public async Task<Reply> Send(Command command, CancellationToken token) => await (await _joined).Asks.Send(command, token);

        public async Task<TAnswer> Ask<TAnswer>(Query<TAnswer> query, CancellationToken token) => await (await _joined).Asks.Ask(query, token);

        public IAsyncEnumerable<ShardFeatures> Watch(SeriesShardId shard, IReadOnlyCollection<string>? series, CancellationToken stop) =>
            _here.Watch(shard, series, stop);

        public async ValueTask DisposeAsync()
        {
            var (worker, asks) = await _joined;
            await asks.DisposeAsync();
            await worker.DisposeAsync();
            await _here.DisposeAsync();
            await _there.DisposeAsync();
        }

        private async Task<(ClusterGateway, ClusterGateway)> Join(GatewayOptions options)
        {
            var worker = await Node(NodeRole.Worker, []);
            var there = new ClusterGateway(worker, _there, options, TimeProvider.System);
            var asks = await Node(NodeRole.Api, [worker.Address]);
            return (there, new ClusterGateway(asks, _here, options, TimeProvider.System));
        }

        private static Task<ClusterNode> Node(NodeRole role, string[] seeds) => ClusterNode.Join(
            new ClusterOptions { Host = "127.0.0.1", Port = 0, Seeds = seeds, Role = role }, TestContext.Current.CancellationToken);

        private static LocalGateway Local(IEventStore store, GatewayOptions options) =>
            new(store, options, TimeProvider.System, NullLogger<LocalGateway>.Instance);
    }
}

/// <summary>On events in memory.</summary>
public sealed class ClusterGatewayOnMemoryTests : ClusterGatewayTests
{
    private protected override Task<IEventStore> OpenStore() => Task.FromResult<IEventStore>(new MemoryEvents());

    private protected override ValueTask CloseStore() => ValueTask.CompletedTask;
}

/// <summary>On a PostgreSQL.</summary>
public sealed class ClusterGatewayOnPostgresTests(PostgresServer server) : ClusterGatewayTests
{
    private PostgresJournal _journal = null!;

    private protected override async Task<IEventStore> OpenStore() =>
        _journal = await PostgresJournal.Open(await server.NewDatabase(Token), TimeProvider.System, Token);

    private protected override ValueTask CloseStore() => _journal.DisposeAsync();
}
