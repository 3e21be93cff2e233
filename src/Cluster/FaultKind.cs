namespace SecretMagic.Cluster;

/// <summary>Exceptions that a gateway is known to throw; any other one is an <see cref="Other"/>.</summary>
internal enum FaultKind
{
    /// <summary>An <see cref="InvalidOperationException"/>.</summary>
    Other,

    /// <summary>The store was away for too long.</summary>
    Timeout,

    /// <summary>Too much waits for the entity.</summary>
    Busy,
}
