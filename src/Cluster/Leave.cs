namespace SecretMagic.Cluster;

/// <summary>An entity is to leave this node: what was taken for it is answered first.</summary>
internal sealed record Leave
{
    internal static Leave Now { get; } = new();
}
