using Akka.Actor;

namespace SecretMagic.Cluster;

/// <summary>Hears of workers that are about to leave: any worker may be the one that assigns shards meanwhile.</summary>
internal sealed class DepartureActor : ReceiveActor
{
    /// <summary>Its name on every worker.</summary>
    internal const string Name = "departures";

    public DepartureActor(ShardAllocation allocation) => Receive<Departing>(departing => allocation.Avoid(departing.Uid));
}
