namespace SecretMagic.Cluster;

/// <summary>How a process takes part in the cluster.</summary>
public sealed record ClusterOptions
{
    /// <summary>The name under which other nodes reach it.</summary>
    public required string Host { get; init; }

    /// <summary>The port on which it listens; 0 for any that is free.</summary>
    public required int Port { get; init; }

    /// <summary>HOST:PORT of nodes that are there first; none makes this node the first of a cluster of its own.</summary>
    public required IReadOnlyList<string> Seeds { get; init; }

    /// <summary>What it does.</summary>
    public required NodeRole Role { get; init; }

    /// <summary>Its certificate, without which nothing is encrypted.</summary>
    public NodeCertificate? Certificate { get; init; }

    /// <summary>Where pbm asks it; nowhere without.</summary>
    public OperatorDesk? Desk { get; init; }

    /// <summary>It logs nothing: for who asks once and prints an answer.</summary>
    public bool IsSilent { get; init; }

    /// <summary>How long it may take to join.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
