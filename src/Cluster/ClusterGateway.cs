using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster.Sharding;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Runtime;

namespace SecretMagic.Cluster;

/// <summary>
/// The way to entities that live on the workers of a cluster. A letter may be lost on its way, when its entity moves or a node dies: it is sent again, and a
/// command that was done is found under its id. What has a long answer is read by the process that asks, from what is stored.
/// </summary>
public sealed class ClusterGateway : IGateway, IAsyncDisposable
{
    /// <summary>How long one letter is waited for before it is sent again, which costs its entity nothing while it works on it.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500), LongestWait = TimeSpan.FromSeconds(2);

    private readonly ClusterNode _node;
    private readonly LocalGateway _local;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly IActorRef _entities, _series;
    private readonly Pulse _pulse;
    private int _open;
    private volatile bool _isClosed;

    /// <summary>The gateway of a node; on a worker, entities live here from now on.</summary>
    /// <param name="node">The node, which the gateway leaves the cluster with when it is closed.</param>
    /// <param name="local">The entities of this process; whoever made it closes it, behind this one.</param>
    /// <param name="options">How callers are treated.</param>
    /// <param name="time">The clock.</param>
    public ClusterGateway(ClusterNode node, LocalGateway local, GatewayOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(options);
        // The entity is patient with its store; on top of that a dead node must be found out and its shards opened elsewhere.
        (_node, _local, _patience, _time) = (node, local, options.Patience + TimeSpan.FromSeconds(30), time);
        _pulse = new Pulse(time, node.GiveUp);
        (_entities, _series) = (Region(ShardMap.OfEntities), Region(ShardMap.OfSeries));

        IActorRef Region(string name)
        {
            var sharding = ClusterSharding.Get(node.System);
            var settings = ClusterShardingSettings.Create(node.System).WithPassivateIdleAfter(options.IdleAfter);
            return node.Role != NodeRole.Worker
                ? sharding.StartProxy(name, settings.Role, new LetterExtractor())
                : sharding.Start(
                    // An expression instead of the type would be compiled for each entity, which takes a millisecond.
                    name, id => Props.Create<EntityActor>(local, EntityId.Parse(id), _pulse), settings, new LetterExtractor(),
                    node.Allocation, Leave.Now);
        }
    }

    /// <summary>
    /// Compiles and opens what the first letters need, before a node joins and callers wait for it: a question, and a command that is refused because it is for
    /// another version.
    /// </summary>
    /// <param name="local">The entities of this process.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">Stops it.</param>
    public static async Task WarmUp(LocalGateway local, TimeProvider time, CancellationToken token)
    {
        var client = TenantId.Parse("warm-up");
        var stamp = Stamp.Create(CommandId.Parse($"{Guid.CreateVersion7()}"), "warm-up", time.GetUtcNow());
        object[] contents = [new StateOf<Client>(EntityId.Client(client)), new ClientCommand.Rename(client, stamp, "warm-up") { Expected = long.MaxValue }];
        foreach (var content in contents)
            _ = Packet.Of(await Questions.Answer(local, Packet.Of(content).Open()).WaitAsync(token)).Open();
    }

    /// <inheritdoc/>
    public bool IsUp => _node.IsUp;

    /// <inheritdoc/>
    public async Task<Reply> Send(Command command, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(command);
        return (Reply)await Answer(command.Entity, command, token);
    }

    /// <inheritdoc/>
    public async Task<TAnswer> Ask<TAnswer>(Query<TAnswer> query, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Questions.Travels(query.GetType()) ? (TAnswer)await Answer(query.Entity, query, token) : await _local.Ask(query, token);
    }

    /// <summary>Where entities live at the moment: <see cref="ClusterNode.Shards"/>.</summary>
    public Task<ShardMap> Shards(CancellationToken token) => _node.Shards(token);

    /// <summary>Takes nothing more, waits for the answers that are on their way, and leaves the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        var began = _time.GetTimestamp();
        while (Volatile.Read(ref _open) > 0 && _time.GetElapsedTime(began) < _patience) await Task.Delay(TimeSpan.FromMilliseconds(1), _time);
        await _node.DisposeAsync();
        _pulse.Dispose();
    }

    private async Task<object> Answer(EntityId entity, object content, CancellationToken token)
    {
        Interlocked.Increment(ref _open);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var letter = new Letter(Guid.NewGuid(), entity.Value, Packet.Of(content), Activity.Current?.Id ?? "");
            var region = ShardMap.KindOf(entity) == ShardMap.OfSeries ? _series : _entities;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(token);
            // One mailbox, however often the letter is sent: the answer that comes first is the answer, and one that is late is not lost.
            IActorRef mailbox = ActorRefs.Nobody;
            var answered = region.Ask<Answer>(Write, Timeout.InfiniteTimeSpan, over.Token);
            var began = _time.GetTimestamp();
            for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
            {
                await ((Task)answered).WaitAsync(wait, _time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (answered.IsCompleted) break;
                token.ThrowIfCancellationRequested();
                if (_node.Ended.IsCompleted || _time.GetElapsedTime(began) > _patience)
                {
                    await over.CancelAsync();
                    throw new TimeoutException($"{entity}: no node answered within {_patience.TotalSeconds:0} s; the outcome is unknown: send it again.");
                }

                region.Tell(letter, mailbox);
            }

            var answer = (await answered).Content.Open();
            return answer is Fault fault ? throw fault.ExceptionOf(entity) : answer;

            object Write(IActorRef to)
            {
                mailbox = to;
                return letter;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
