using SecretMagic.Runtime;

namespace SecretMagic.Contract;

/// <summary>A gateway as the contract needs it.</summary>
public interface ITestGateway : IGateway, IAsyncDisposable
{
    /// <summary>Entities in memory.</summary>
    int Loaded { get; }
}
