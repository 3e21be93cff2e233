namespace SecretMagic.Cluster;

/// <summary>What a node does.</summary>
public enum NodeRole
{
    /// <summary>It is there first and stays, so that others find the cluster; it has no entities and needs no database.</summary>
    Lighthouse,

    /// <summary>Entities live on it, and it works on batches.</summary>
    Worker,

    /// <summary>It answers HTTP, and asks the entities where they live.</summary>
    Api,
}
