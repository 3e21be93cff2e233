namespace SecretMagic.Cli;

/// <summary>What a worker of the cluster has in memory.</summary>
/// <param name="Node">HOST:PORT of it.</param>
/// <param name="Shards">Shards of clients, batches and explosions.</param>
/// <param name="Entities">Their entities.</param>
/// <param name="SeriesShards">Shards of series that grow.</param>
/// <param name="Series">Their entities: each owns many series.</param>
internal sealed record WorkerShards(string Node, int Shards, int Entities, int SeriesShards, int Series);
