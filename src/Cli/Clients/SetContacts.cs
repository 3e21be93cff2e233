using System.CommandLine;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;

namespace SecretMagic.Cli;

/// <summary><c>clients contacts</c>.</summary>
internal static class SetContacts
{
    public static Command Create(MetadataShell shell)
    {
        var email = new Option<string?>("--email") { HelpName = "NAME@HOST", Description = "how it is written to; '' is no address" };
        var phone = new Option<string?>("--phone") { HelpName = "NUMBER", Description = "how it is called; '' is no number" };
        return ClientChange.On(
            shell, new Command("contacts", "Change how a client is reached; what is not given stays.") { email, phone },
            client => $"e-mail {client.Contacts.Email ?? "none"}, phone {client.Contacts.Phone ?? "none"}",
            (parsed, now, client, stamp) => parsed.GetResult(email) is null && parsed.GetResult(phone) is null
                ? throw new InputException("give --email, --phone or both")
                : new ClientCommand.ChangeContacts(
                    client, stamp, new Contacts(Of(parsed.GetValue(email), now.Contacts.Email), Of(parsed.GetValue(phone), now.Contacts.Phone))));
    }

    private static string? Of(string? given, string? now) => given switch { null => now, "" => null, _ => given };
}
