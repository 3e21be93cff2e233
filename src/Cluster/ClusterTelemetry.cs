using System.Diagnostics;

namespace SecretMagic.Cluster;

/// <summary>Spans of letters between nodes.</summary>
internal static class ClusterTelemetry
{
    internal static readonly ActivitySource Traces = new("SecretMagic");
}
