namespace SecretMagic.Cli;

/// <summary><c>secretmagic lighthouse</c>: the process by which others find the cluster. It needs no database and holds nothing.</summary>
internal static class LighthouseCommand
{
    public static Command Create(MetadataShell shell)
    {
        var health = HealthOption.Create();
        var command = new Command("lighthouse", "Be where the processes of a cluster find each other (cluster.listen, cluster.seeds), until it is stopped.")
        {
            health,
        };
        return shell.Hosts(command, async (settings, parsed, say, token) =>
        {
            await using var door = await HealthOption.Open(parsed.GetValue(health), say, token);
            await ClusterHome.Light(settings, isUp => door?.Join(isUp), say, token);
        });
    }
}
