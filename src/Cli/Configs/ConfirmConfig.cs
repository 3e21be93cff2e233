using System.CommandLine;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Cli;

/// <summary><c>configs confirm</c>.</summary>
internal static class ConfirmConfig
{
    public static Command Create(MetadataShell shell)
    {
        var revision = new Option<int?>("--revision")
        {
            HelpName = "N",
            Description = "the revision that was looked at, refused when it changed since; the one in force by default",
        };
        int? looked = null;
        return ClientChange.On(
            shell, new Command("confirm", "Stand for the configuration of a client, by name: without that nothing of it is processed.") { revision },
            client => $"revision {client.Revision} is confirmed by {client.Confirmed?.By}",
            (parsed, now, client, stamp) =>
            {
                // The revision that was found first: one that another writer stores meanwhile was looked at by nobody.
                looked ??= parsed.GetValue(revision) ?? now.Revision;
                return new ClientCommand.ConfirmConfig(client, stamp, looked.Value);
            });
    }
}
