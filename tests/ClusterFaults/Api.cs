using Microsoft.Extensions.Logging.Abstractions;
using SecretMagic.Cluster;
using SecretMagic.Domain;
using SecretMagic.Runtime;
using SecretMagic.Storage.Journal;

namespace SecretMagic.ClusterFaults;

/// <summary>This process as one that only asks.</summary>
internal sealed class Api : IGateway, IAsyncDisposable
{
    private readonly PostgresJournal _journal;
    private readonly LocalGateway _local;
    private readonly ClusterNode _node;
    private readonly ClusterGateway _gateway;

    private Api(PostgresJournal journal, ClusterNode node)
    {
        var options = new GatewayOptions { MailboxSize = 100_000 };
        _local = new LocalGateway(journal, options, TimeProvider.System, NullLogger<LocalGateway>.Instance);
        (_journal, _node) = (journal, node);
        _gateway = new ClusterGateway(node, _local, options, TimeProvider.System);
    }

    /// <summary>The entities in the memory of this process, as every process has that is in no cluster.</summary>
    internal IGateway Alone => _local;

    internal static async Task<Api> Join(string connection, string host, IReadOnlyList<string> seeds, CancellationToken token)
    {
        var journal = await PostgresJournal.Open(connection, TimeProvider.System, token);
        var node = await ClusterNode.Join(new ClusterOptions { Host = host, Port = 0, Seeds = seeds, Role = NodeRole.Api }, token);
        return new Api(journal, node);
    }

    public Task<Reply> Send(Command command, CancellationToken token) => _gateway.Send(command, token);

    public Task<TAnswer> Ask<TAnswer>(Query<TAnswer> query, CancellationToken token) => _gateway.Ask(query, token);

    /// <summary>Where shards are, once as many workers as said take some.</summary>
    internal async Task<ShardMap> Shards(int workers, CancellationToken token)
    {
        while (true)
        {
            try
            {
                var map = await _gateway.Shards(token);
                if (map.Nodes.Length == workers) return map;
            }
            catch (TimeoutException)
            {
                // One takes over from another.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), token);
        }
    }

    /// <summary>Ends as a process ends that is taken for dead: what was asked has no answer.</summary>
    internal ValueTask Drop() => _node.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _local.DisposeAsync();
        await _journal.DisposeAsync();
    }
}
