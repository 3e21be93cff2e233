namespace SecretMagic.Domain;

/// <summary>What an entity is. The numbers and names are stored.</summary>
public enum EntityKind
{
    /// <summary>A client: its configurations, confirmation, schedules. Key: the tenant.</summary>
    Client = 1,

    /// <summary>A run of the pipeline. Key: the batch.</summary>
    Batch = 2,

    /// <summary>A shard of a client's series. Key: the shard.</summary>
    SeriesShard = 3,

    /// <summary>The BOM explosions of a client, one at a time. Key: the tenant.</summary>
    Explosion = 4,

    /// <summary>Defaults of this installation. One entity, key <c>default</c>.</summary>
    Installation = 5,

    /// <summary>A key to the API. Key: its id.</summary>
    ApiKey = 6,
}
