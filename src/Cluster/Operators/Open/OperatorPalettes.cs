using Akka.Actor;
using Petabridge.Cmd.Cluster;
using Petabridge.Cmd.Cluster.Sharding;
using Petabridge.Cmd.Host;

namespace SecretMagic.Cluster;

/// <summary>What pbm may ask this process: about the cluster, its shards, and what the command line answers.</summary>
internal static class OperatorPalettes
{
    internal static void Open(ActorSystem system, OperatorDesk desk)
    {
        var pbm = PetabridgeCmd.Get(system);
        pbm.RegisterCommandPalette(ClusterCommands.Instance);
        pbm.RegisterCommandPalette(ClusterShardingCommands.Instance);
        foreach (var commands in OperatorCommand.All.GroupBy(command => command.Palette, StringComparer.Ordinal))
            pbm.RegisterCommandPalette(new OperatorPalette(commands.Key, [.. commands], desk.Answer));
        pbm.Start();
    }
}
