using System.Collections.Immutable;
using SecretMagic.Domain;

namespace SecretMagic.Cluster;

/// <summary>Which worker has which shard at the moment, as the workers say; a worker that does not answer is left out.</summary>
/// <param name="Nodes">HOST:PORT of the workers that take entities, those without any included.</param>
/// <param name="Shards">The shards that are open, by node, kind and number.</param>
public sealed record ShardMap(ImmutableArray<string> Nodes, ImmutableArray<ShardMap.Shard> Shards)
{
    /// <summary>The kind of shard that all entities but those of series live in.</summary>
    public const string OfEntities = "entities";

    /// <summary>The kind of shard that rows online live in.</summary>
    public const string OfSeries = "series";

    private static readonly LetterExtractor Extractor = new();

    /// <summary>Entities that live and move together.</summary>
    /// <param name="Node">HOST:PORT of the worker.</param>
    /// <param name="Kind"><see cref="OfEntities"/> or <see cref="OfSeries"/>.</param>
    /// <param name="Name">Its number.</param>
    /// <param name="Entities">How many of its entities are in memory.</param>
    public sealed record Shard(string Node, string Kind, string Name, int Entities);

    /// <summary>HOST:PORT of the worker on which an entity lives or, when it is in no memory, would open; null when its shard is open nowhere.</summary>
    public string? NodeOf(EntityId entity)
    {
        var (kind, name) = (KindOf(entity), Extractor.ShardId(entity.Value, messageHint: null));
        return Shards.FirstOrDefault(shard => shard.Kind == kind && shard.Name == name)?.Node;
    }

    internal static string KindOf(EntityId entity) => entity.Kind == EntityKind.SeriesShard ? OfSeries : OfEntities;
}
