using SecretMagic.Domain;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;

namespace SecretMagic.Cli;

/// <summary>The cluster, in a build that has none.</summary>
internal static class ClusterHome
{
    private const string Missing =
        "is set, but this build has no cluster: build with -p:WithCluster=true (docs/CLUSTER.md), or set it off; processes on one PostgreSQL need none.";

    internal static Func<LocalGateway, CancellationToken, Task<IGateway>>? Of(Settings settings, bool isWorker, Action<string> say) =>
        settings.ClusterListen is null ? null : throw new InputException(Missing, column: SettingKey.ClusterListen.Name);

    internal static Task Light(Settings settings, Action<Func<bool>> joined, Action<string> say, CancellationToken token) =>
        throw new InputException("this build has no cluster: build with -p:WithCluster=true (docs/CLUSTER.md).");

    internal static Task<(IReadOnlyList<WorkerShards> Workers, string? Home)> Shards(Settings settings, EntityId? entity, CancellationToken token) =>
        throw new InputException("this build has no cluster: build with -p:WithCluster=true (docs/CLUSTER.md).");
}
