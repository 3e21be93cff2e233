using System.CommandLine;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>clients add</c>.</summary>
internal static class AddClient
{
    public static Command Create(MetadataShell shell)
    {
        var name = new Option<string>("--name") { Required = true, HelpName = "TEXT", Description = "its name" };
        var email = new Option<string?>("--email") { HelpName = "NAME@HOST", Description = "how it is written to" };
        var phone = new Option<string?>("--phone") { HelpName = "NUMBER", Description = "how it is called" };
        var mode = new Option<string>("--tenant-mode")
        {
            HelpName = string.Join('|', Word.All<TenantMode>()),
            Description = "where its data lives",
            DefaultValueFactory = _ => Word.Of(TenantMode.PrefixedTables),
        };
        mode.AcceptOnlyFromAmong(Word.All<TenantMode>());
        var enabled = new Option<string[]>("--enable")
        {
            HelpName = string.Join('|', EnableFeature.Names),
            Description = "what is computed, as often as wanted",
            DefaultValueFactory = _ => [EnableFeature.Features],
        };
        enabled.AcceptOnlyFromAmong(EnableFeature.Names);
        return ClientChange.On(
            shell, new Command("add", "Register a client: active, with nothing configured.") { name, email, phone, mode, enabled },
            client => $"registered as {client.Name}",
            (parsed, _, client, stamp) => new ClientCommand.Register(
                client, stamp, parsed.GetRequiredValue(name), Word.Parse<TenantMode>(parsed.GetRequiredValue(mode)),
                Enabled(parsed.GetRequiredValue(enabled)), new Contacts(parsed.GetValue(email), parsed.GetValue(phone))));
    }

    private static EnabledFeatures Enabled(string[] names) => new(names.Contains(EnableFeature.Features), names.Contains(EnableFeature.Bom));
}
