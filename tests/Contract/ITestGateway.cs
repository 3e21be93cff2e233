using SecretMagic.Domain;
using SecretMagic.Runtime;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Contract;

/// <summary>A gateway as the contract needs it.</summary>
public interface ITestGateway : IGateway, IAsyncDisposable
{
    /// <summary>Entities in memory.</summary>
    int Loaded { get; }

    /// <summary>Features of a shard's series as they change.</summary>
    IAsyncEnumerable<ShardFeatures> Watch(SeriesShardId shard, IReadOnlyCollection<string>? series, CancellationToken stop);
}
