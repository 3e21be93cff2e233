using System.Globalization;
using SecretMagic.Cluster;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>The cluster: how this process joins it, by its settings.</summary>
internal static class ClusterHome
{
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
            new ClusterGateway(await Join(settings, isWorker ? NodeRole.Worker : NodeRole.Api, say, token), local, new GatewayOptions(), TimeProvider.System);
    }

    /// <summary>Is a lighthouse until it is stopped.</summary>
    /// <param name="settings">They say where.</param>
    /// <param name="joined">Told how to see whether it is a member that is up.</param>
    /// <param name="say">Told what people should know.</param>
    /// <param name="token">Stops it.</param>
    internal static async Task Light(Settings settings, Action<Func<bool>> joined, Action<string> say, CancellationToken token)
    {
        if (settings.ClusterListen is null) throw new InputException("is needed: HOST:PORT at which others find it.", column: SettingKey.ClusterListen.Name);
        await using var node = await Join(settings, NodeRole.Lighthouse, say, token);
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

    private static async Task<ClusterNode> Join(Settings settings, NodeRole role, Action<string> say, CancellationToken token)
    {
        var listen = settings.ClusterListen!;
        var colon = listen.LastIndexOf(':');
        var host = listen[..colon];
        var node = await ClusterNode.Join(
            new ClusterOptions
            {
                Host = host == OwnAddress.Any ? await OwnAddress.Toward(settings.ClusterSeeds, token) : host,
                Port = int.Parse(listen.AsSpan(colon + 1), CultureInfo.InvariantCulture),
                // A lighthouse that names itself is the first to light.
                Seeds = settings.ClusterSeeds,
                Role = role,
                Certificate = settings.ClusterCertificate is { } file ? new NodeCertificate(file, settings.ClusterCertificatePassword.Reveal() ?? "") : null,
            },
            token);
        say($"member of the cluster as {role.ToString().ToLowerInvariant()} at {node.Address}");
        _ = Watch(node, say);
        return node;
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
