using System.CommandLine;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>clients list</c>.</summary>
internal static class ListClients
{
    public static Command Create(MetadataShell shell)
    {
        var status = new Option<string?>("--status") { HelpName = string.Join('|', Word.All<ClientStatus>()), Description = "only these" };
        status.AcceptOnlyFromAmong(Word.All<ClientStatus>());
        return shell.Asks(new Command("list", "Every client.") { status }, async (store, parsed, token) =>
        {
            var clients = await store.Tables.Clients(null, parsed.GetValue(status), token);
            return new Answer(clients, console => console.Table(
                ["client", "name", "status", "data in", "computed", "revision", "confirmed by"],
                clients.Select(client => new[]
                {
                    client.OrganizationId, client.Name, client.Status, client.TenantMode, Page.Enabled(client.FeaturesEnabled), $"{client.ConfigRevision}",
                    client.ConfigConfirmedBy ?? "nobody",
                }),
                "no clients"));
        });
    }
}
