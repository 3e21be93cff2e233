using Akka.Actor;

namespace SecretMagic.Cluster;

/// <summary>pbm, in a build that has none.</summary>
internal static class OperatorPalettes
{
    internal static void Open(ActorSystem system, OperatorDesk desk) =>
        throw new NotSupportedException("this build has no pbm: build with -p:WithPbm=true (docs/CLUSTER.md), or set cluster.pbm off.");
}
