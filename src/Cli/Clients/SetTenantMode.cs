using System.CommandLine;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>clients tenant-mode</c>.</summary>
internal static class SetTenantMode
{
    public static Command Create(MetadataShell shell)
    {
        var mode = new Argument<string>("MODE") { Description = string.Join(", ", Word.All<TenantMode>()) };
        mode.AcceptOnlyFromAmong(Word.All<TenantMode>());
        return ClientChange.On(
            shell, new Command("tenant-mode", "Choose where a client's data will live, before anything of it is processed.") { mode },
            client => $"data lives in {Word.Of(client.TenantMode)}",
            (parsed, _, client, stamp) => new ClientCommand.ChooseTenantMode(client, stamp, Word.Parse<TenantMode>(parsed.GetRequiredValue(mode))));
    }
}
