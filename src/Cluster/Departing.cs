namespace SecretMagic.Cluster;

/// <summary>A worker is about to leave: its shards go to others, and none comes to it.</summary>
/// <param name="Uid">Of its actor system: a worker that is started again at the same address is another one.</param>
internal sealed record Departing(int Uid);
