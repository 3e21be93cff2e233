using System.Globalization;
using SecretMagic.Cluster;
using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>The cluster: how this process joins it, by its settings.</summary>
internal static class ClusterHome
{
    /// <summary>This process as a member, once it is one: what asks about the cluster need not join once more.</summary>
    private static volatile ClusterNode? _member;

    private static readonly OperatorAnswer NoDatabase = new(false, "A lighthouse has no database: ask a worker or the API.");

    /// <summary>The way to entities wherever they live; null without cluster.listen.</summary>
    /// <param name="settings">They say where the cluster is.</param>
    /// <param name="isWorker">Entities may live here.</param>
    /// <param name="say">Told what people should know.</param>
    internal static Func<LocalGateway, CancellationToken, Task<IGateway>>? Of(Settings settings, bool isWorker, Action<string> say)
    {
        if (settings.ClusterListen is null) return null;
        if (settings.Database is not DatabasePlace.Postgres)
            throw new InputException("needs a PostgreSQL that all processes share: set database.", column: SettingKey.ClusterListen.Name);
        return async (local, token) =>
        {
            if (isWorker) await ClusterGateway.WarmUp(local, TimeProvider.System, token);
            var node = await Join(settings, isWorker ? NodeRole.Worker : NodeRole.Api, words => Answered(settings, words), say, token);
            return new ClusterGateway(node, local, new GatewayOptions(), TimeProvider.System);
        };
    }

    /// <summary>What workers have in memory, and the worker of an entity; it joins for as long as it asks.</summary>
    /// <exception cref="TimeoutException">No node of the cluster answers.</exception>
    internal static async Task<(IReadOnlyList<WorkerShards> Workers, string? Home)> Shards(Settings settings, EntityId? entity, CancellationToken token)
    {
        if (_member is { } member) return Told(await member.Shards(token), entity);
        if (settings.ClusterSeeds.IsEmpty) throw new InputException("is needed: HOST:PORT of the lighthouses.", column: SettingKey.ClusterSeeds.Name);
        await using var guest = await ClusterNode.Join(
            OptionsOf(settings, await OwnAddress.Toward(settings.ClusterSeeds, token), port: 0, NodeRole.Api) with { IsSilent = true }, token);
        return Told(await guest.Shards(token), entity);
    }

    /// <summary>Is a lighthouse until it is stopped.</summary>
    /// <param name="settings">They say where.</param>
    /// <param name="joined">Told how to see whether it is a member that is up.</param>
    /// <param name="say">Told what people should know.</param>
    /// <param name="token">Stops it.</param>
    internal static async Task Light(Settings settings, Action<Func<bool>> joined, Action<string> say, CancellationToken token)
    {
        if (settings.ClusterListen is null) throw new InputException("is needed: HOST:PORT at which others find it.", column: SettingKey.ClusterListen.Name);
        await using var node = await Join(settings, NodeRole.Lighthouse, _ => Task.FromResult(NoDatabase), say, token);
        joined(() => node.IsUp);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
        catch (OperationCanceledException)
        {
            say("lighthouse ended");
        }
    }

    private static async Task<ClusterNode> Join(
        Settings settings, NodeRole role, Func<IReadOnlyList<string>, Task<OperatorAnswer>> answer, Action<string> say, CancellationToken token)
    {
        var listen = settings.ClusterListen!;
        var colon = listen.LastIndexOf(':');
        var host = listen[..colon] is OwnAddress.Any ? await OwnAddress.Toward(settings.ClusterSeeds, token) : listen[..colon];
        var options = OptionsOf(settings, host, int.Parse(listen.AsSpan(colon + 1), CultureInfo.InvariantCulture), role);
        var node = await ClusterNode.Join(
            settings.ClusterPbm is { } port ? options with { Desk = new OperatorDesk(port, answer) } : options, token);
        say($"member of the cluster as {role.ToString().ToLowerInvariant()} at {node.Address}");
        _member = node;
        _ = Watch(node, say);
        return node;
    }

    private static ClusterOptions OptionsOf(Settings settings, string host, int port, NodeRole role) => new()
    {
        Host = host,
        Port = port,
        // A lighthouse that names itself is the first to light.
        Seeds = settings.ClusterSeeds,
        Role = role,
        Certificate = settings.ClusterCertificate is { } file ? new NodeCertificate(file, settings.ClusterCertificatePassword.Reveal() ?? "") : null,
    };

    /// <summary>As the command line answers, by the settings of this process.</summary>
    private static async Task<OperatorAnswer> Answered(Settings settings, IReadOnlyList<string> words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await SecretMagicProgram.Run(words, output, errors, settings.Again);
        return new OperatorAnswer(exit == 0, $"{output}{errors}".TrimEnd());
    }

    private static (IReadOnlyList<WorkerShards> Workers, string? Home) Told(ShardMap map, EntityId? entity)
    {
        return ([.. map.Nodes.Select(Of)], entity is { } one ? map.NodeOf(one) : null);

        WorkerShards Of(string node)
        {
            var mine = map.Shards.Where(shard => shard.Node == node).ToLookup(shard => shard.Kind, shard => shard.Entities, StringComparer.Ordinal);
            var (entities, series) = (mine[ShardMap.OfEntities], mine[ShardMap.OfSeries]);
            return new WorkerShards(node, entities.Count(), entities.Sum(), series.Count(), series.Sum());
        }
    }

    /// <summary>Whom the others took for dead has no entities any more: it ends, writes nothing, and is started again by what runs it.</summary>
    private static async Task Watch(ClusterNode node, Action<string> say)
    {
        await node.Ended;
        if (node.IsLeaving) return;
        say("the others took this process for dead, so it ends: start it again");
        Environment.Exit(1);
    }
}
