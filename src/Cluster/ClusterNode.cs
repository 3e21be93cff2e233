using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;

namespace SecretMagic.Cluster;

/// <summary>This process as a member of the cluster: it joins, and leaves in order.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private const string SystemName = "secretmagic";

    private readonly Akka.Cluster.Cluster _cluster;
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClusterNode(ActorSystem system, NodeRole role)
    {
        (System, Role, _cluster) = (system, role, Akka.Cluster.Cluster.Get(system));
        if (role == NodeRole.Worker) system.ActorOf(Props.Create<DepartureActor>(Allocation), DepartureActor.Name);
        Ended = Task.WhenAny(system.WhenTerminated, _gaveUp.Task);
    }

    /// <summary>
    /// Ends when this process is no member any more: it left, or the others took it for dead, or it stood still for so long that they must have. Then it
    /// should end, and be started again.
    /// </summary>
    public Task Ended { get; }

    /// <summary>It was told to leave.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>It is a member that is up.</summary>
    public bool IsUp => !Ended.IsCompleted && _cluster.SelfMember.Status == Akka.Cluster.MemberStatus.Up;

    /// <summary>What it does.</summary>
    public NodeRole Role { get; }

    /// <summary>HOST:PORT at which it listens: a seed for others.</summary>
    public string Address => Name(_cluster.SelfAddress);

    internal ActorSystem System { get; }

    /// <summary>Which worker gets a shard, when this is the one that assigns them.</summary>
    internal ShardAllocation Allocation { get; } = new();

    /// <summary>It stood still for too long.</summary>
    internal void GiveUp() => _gaveUp.TrySetResult();

    internal static string Name(Address address) => string.Create(CultureInfo.InvariantCulture, $"{address.Host}:{address.Port}");

    /// <summary>Joins the cluster of the seeds; without seeds it is the first of one of its own.</summary>
    /// <exception cref="TimeoutException">No seed could be reached in time.</exception>
    public static async Task<ClusterNode> Join(ClusterOptions options, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        var node = new ClusterNode(ActorSystem.Create(SystemName, ConfigOf(options)), options.Role);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node._cluster.RegisterOnMemberUp(() => up.TrySetResult());
        if (options.Seeds.Count == 0) node._cluster.Join(node._cluster.SelfAddress);
        try
        {
            await up.Task.WaitAsync(options.Patience, token);
            if (options.Desk is { } desk) OperatorPalettes.Open(node.System, desk);
            return node;
        }
        catch (Exception failure)
        {
            await node.DisposeAsync();
            if (failure is not TimeoutException) throw;
            throw new TimeoutException(
                $"no node of the cluster answered within {options.Patience.TotalSeconds:0} s at {string.Join(", ", options.Seeds)}: start a lighthouse there, "
                + "or say other cluster.seeds.", failure);
        }
    }

    /// <summary>Where entities live at the moment: it asks all workers, which takes up to 3 s when one of them does not answer.</summary>
    /// <exception cref="TimeoutException">The worker that assigns shards does not answer, as while another one takes over from it.</exception>
    public async Task<ShardMap> Shards(CancellationToken token)
    {
        var (patience, longest, pause) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
        try
        {
            // Whoever has just joined is told of no worker until it knows the one that assigns shards.
            for (var waited = TimeSpan.Zero; ; waited += pause)
            {
                var (entities, series) = (Of(ShardMap.OfEntities), Of(ShardMap.OfSeries));
                var regions = (await entities).Regions;
                ImmutableArray<ShardMap.Shard> shards =
                [
                    .. Shards(regions, ShardMap.OfEntities), .. Shards((await series).Regions, ShardMap.OfSeries),
                ];
                if (regions.Count > 0 || waited >= longest) return new ShardMap([.. regions.Keys.Select(Name).Order(StringComparer.Ordinal)], shards);
                await Task.Delay(pause, token);
            }
        }
        catch (AskTimeoutException silent)
        {
            throw new TimeoutException("The worker that assigns shards does not answer.", silent);
        }

        Task<ClusterShardingStats> Of(string name)
        {
            var sharding = ClusterSharding.Get(System);
            var region = sharding.ShardTypeNames.Contains(name) ? sharding.ShardRegion(name) : sharding.StartProxy(name, "worker", new LetterExtractor());
            return region.Ask<ClusterShardingStats>(new GetClusterShardingStats(patience), longest, token);
        }

        static IEnumerable<ShardMap.Shard> Shards(IEnumerable<KeyValuePair<Address, ShardRegionStats>> regions, string kind) =>
            from node in regions
            from shard in node.Value.Stats
            orderby node.Key.Host, node.Key.Port, shard.Key.Length, shard.Key
            select new ShardMap.Shard(Name(node.Key), kind, shard.Key, shard.Value);
    }

    /// <summary>Hands its entities over and leaves.</summary>
    public async ValueTask DisposeAsync()
    {
        IsLeaving = true;
        if (Role == NodeRole.Worker && IsUp) await Depart();
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance);
    }

    /// <summary>
    /// Its shards go to others, a few at a time; what is here when that takes too long goes all at once, when it leaves. It may be the one that assigns shards,
    /// and nobody can do so for seconds while another one takes over: so it stays until they are open elsewhere, those that something comes for.
    /// </summary>
    private async Task Depart()
    {
        var (longest, silent, pause) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200));
        using var limit = new CancellationTokenSource(longest);
        Allocation.Avoid(_cluster.SelfUniqueAddress.Uid);
        var (before, open, waited) = (0, 0, TimeSpan.Zero);
        while (IsUp && Tell() && !limit.IsCancellationRequested)
        {
            if (await OpenShards(limit.Token) is { } shards)
            {
                before = Math.Max(before, shards.Length);
                var isEmpty = shards.All(shard => shard.Node != Address);
                if (isEmpty && (shards.Length >= before || waited >= silent)) break;
                if (!isEmpty || shards.Length > open) (open, waited) = (shards.Length, TimeSpan.Zero);
            }

            await Task.Delay(pause, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            waited += pause;
        }
    }

    /// <summary>Tells the other workers, as often as it is called: one that has just come does not know yet. False when none stays.</summary>
    private bool Tell()
    {
        var self = _cluster.SelfUniqueAddress;
        var others = _cluster.State.Members.Where(
            member => member.UniqueAddress != self && member.Status == Akka.Cluster.MemberStatus.Up && member.HasRole("worker")).ToArray();
        foreach (var other in others)
            System.ActorSelection(new RootActorPath(other.Address) / "user" / DepartureActor.Name).Tell(new Departing(self.Uid), ActorRefs.NoSender);
        return others.Any(other => !Allocation.Avoids(other.UniqueAddress.Uid));
    }

    /// <summary>Null when the worker that assigns them does not answer.</summary>
    private async Task<ImmutableArray<ShardMap.Shard>?> OpenShards(CancellationToken token)
    {
        try
        {
            return (await Shards(token)).Shards;
        }
        catch (Exception silence) when (silence is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    private static Config ConfigOf(ClusterOptions options)
    {
        var scheme = options.Certificate is null ? "akka.tcp" : "akka.ssl.tcp";
        var seeds = string.Join(", ", options.Seeds.Select(seed => Text($"{scheme}://{SystemName}@{seed}")));
        var tls = options.Certificate is not { } certificate ? "" : $$"""
            enable-ssl = on
            ssl.suppress-validation = off
            ssl.certificate.path = {{Text(certificate.Path)}}
            ssl.certificate.password = {{Text(certificate.Password)}}
            """;
        var own = ConfigurationFactory.ParseString($$"""
            akka.cluster.seed-nodes = [{{seeds}}]
            {{(options.IsSilent ? "akka.loglevel = OFF" : "")}}
            {{(options.IsSilent ? "akka.stdout-loglevel = OFF" : "")}}
            petabridge.cmd.host = "127.0.0.1"
            petabridge.cmd.port = {{(options.Desk?.Port ?? 0).ToString(CultureInfo.InvariantCulture)}}
            akka.cluster.roles = [{{RolesOf(options.Role)}}]
            akka.remote.dot-netty.tcp {
              hostname = "0.0.0.0"
              public-hostname = {{Text(options.Host)}}
              port = {{options.Port.ToString(CultureInfo.InvariantCulture)}}
              {{tls}}
            }
            """);
        using var file = typeof(ClusterNode).Assembly.GetManifestResourceStream("node.conf")!;
        using var reader = new StreamReader(file);
        return own.WithFallback(ConfigurationFactory.ParseString(reader.ReadToEnd())).WithFallback(ClusterSharding.DefaultConfig());
    }

    private static string RolesOf(NodeRole role) => Text(role.ToString().ToLowerInvariant()) + (role == NodeRole.Api ? "" : ", \"voter\"");

    private static string Text(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
