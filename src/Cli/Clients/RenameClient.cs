using System.CommandLine;
using SecretMagic.Domain.Clients;

namespace SecretMagic.Cli;

/// <summary><c>clients rename</c>.</summary>
internal static class RenameClient
{
    public static Command Create(MetadataShell shell)
    {
        var name = new Argument<string>("NAME") { Description = "the new name" };
        return ClientChange.On(
            shell, new Command("rename", "Give a client another name.") { name }, client => $"is called {client.Name}",
            (parsed, _, client, stamp) => new ClientCommand.Rename(client, stamp, parsed.GetRequiredValue(name)));
    }
}
