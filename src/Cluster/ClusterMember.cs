namespace SecretMagic.Cluster;

/// <summary>A member of the cluster, as a node sees it.</summary>
/// <param name="Address">HOST:PORT.</param>
/// <param name="Role">What it does.</param>
/// <param name="Status">How far it is in joining or leaving, in Akka's words.</param>
/// <param name="IsReachable">False while it is not heard of.</param>
public sealed record ClusterMember(string Address, string Role, string Status, bool IsReachable);
