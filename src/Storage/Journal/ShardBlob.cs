namespace SecretMagic.Storage.Journal;

/// <summary>What a shard of series computed up to one of its events.</summary>
/// <param name="Version">The version of the entity behind that event.</param>
/// <param name="PlanHash">The plan it was computed by.</param>
/// <param name="Bytes">Rows and states, as the one who computes them writes them.</param>
public sealed record ShardBlob(long Version, string PlanHash, ReadOnlyMemory<byte> Bytes);
