using System.CommandLine;
using SecretMagic.Domain;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic shards</c>: where entities live.</summary>
internal static class ShardsCommand
{
    public static Command Create(MetadataShell shell)
    {
        var client = new Option<string?>("--client") { HelpName = "ID", Description = "and on which worker this client lives" };
        var shards = new Command("shards", "How many shards and entities each worker of the cluster has in memory.") { client };
        return shell.Reads(shards, async (settings, parsed, token) =>
        {
            var tenant = Written.Maybe<TenantId>(parsed.GetValue(client), "--client");
            var (workers, home) = await ClusterHome.Shards(settings, tenant is { } one ? EntityId.Client(one) : null, token);
            return new Answer(new { Workers = workers, Client = tenant?.Value, Home = home }, console =>
            {
                console.Table(
                    ["worker", "shards of entities", "entities", "shards of series", "series"],
                    workers.Select(row => new[] { row.Node, $"{row.Shards:N0}", $"{row.Entities:N0}", $"{row.SeriesShards:N0}", $"{row.Series:N0}" }),
                    "no worker is a member");
                if (tenant is not { } asked) return;
                console.Line(home is null ? $"client {asked} is in no memory: it opens where it is asked for" : $"client {asked} lives on {home}");
            });
        });
    }
}
