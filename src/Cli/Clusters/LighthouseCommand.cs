namespace SecretMagic.Cli;

/// <summary><c>secretmagic lighthouse</c>: the process by which others find the cluster. It needs no database and holds nothing.</summary>
internal static class LighthouseCommand
{
    public static Command Create(MetadataShell shell) => shell.Hosts(
        new Command("lighthouse", "Be where the processes of a cluster find each other (cluster.listen, cluster.seeds), until it is stopped."),
        (settings, _, say, token) => ClusterHome.Light(settings, say, token));
}
