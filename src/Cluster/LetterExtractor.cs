using Akka.Cluster.Sharding;

namespace SecretMagic.Cluster;

/// <summary>
/// Which entity a letter is for. The number of shards is a part of the cluster's protocol: all nodes have the same, and it never changes. It is ten for each of
/// six workers; more would balance finer and open later, because each home is written to all workers before the next one.
/// </summary>
internal sealed class LetterExtractor() : HashCodeMessageExtractor(Shards)
{
    private const int Shards = 60;

    public override string? EntityId(object message) => message is Letter letter ? letter.To : null;
}
