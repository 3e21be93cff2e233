using System.CommandLine;
using System.Globalization;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Pipeline;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Cli;

/// <summary><c>secretmagic keys</c>: who may use the API.</summary>
internal static class KeysCommand
{
    public static Command Create(MetadataShell shell) =>
        shell.Group("keys", "Keys to the API: issue, look, revoke, replace.", Add(shell), List(shell), Revoke(shell), Rotate(shell));

    private static Command Add(MetadataShell shell)
    {
        var name = new Argument<string>("NAME") { Description = "whom it is for" };
        var role = new Option<string>("--role") { Required = true, HelpName = string.Join('|', Word.All<KeyRole>()), Description = "what it may do" };
        role.AcceptOnlyFromAmong(Word.All<KeyRole>());
        var client = new Option<string[]>("--client") { HelpName = "ID", Description = "whose data it opens, as often as wanted; every client's by default" };
        var expires = new Option<string?>("--expires") { HelpName = "TIME", Description = "in 90d or 24h, or at a moment of ISO 8601; never by default" };
        return shell.Tells(new Command("add", "Issue a key. It is shown once.") { name, role, client, expires }, async (store, parsed, stamp, token) =>
        {
            var clients = parsed.GetValue(client) ?? [];
            var scope = clients.Length == 0 ? KeyScope.All : KeyScope.Of(clients.Select(written => Written.As<TenantId>(written, "--client")));
            DateTimeOffset? end = parsed.GetValue(expires) is { } text ? End(text, stamp.When) : null;
            return Of(await KeyDesk.Issue(
                store, stamp, parsed.GetRequiredValue(name), Word.Parse<KeyRole>(parsed.GetRequiredValue(role)), scope, end, token));
        });
    }

    private static Command List(MetadataShell shell) => shell.Asks(new Command("list", "Every key, without secrets."), async (store, _, token) =>
    {
        var keys = await store.Tables.ApiKeys(token);
        return new Answer(keys, console => console.Table(
            ["key", "name", "role", "clients", "expires", "revoked", "issued", "by"],
            keys.Select(key => new[]
            {
                key.Id, key.Name, key.Role, key.AllClients ? "all" : string.Join(", ", key.Clients.EnumerateArray().Select(client => client.GetString())),
                Page.Moment(key.ExpiresAt) ?? "never", Page.Moment(key.RevokedAt), Page.Moment(key.IssuedAt), key.IssuedBy,
            }),
            "no keys"));
    });

    private static Command Revoke(MetadataShell shell)
    {
        var id = Id();
        return shell.Tells(new Command("revoke", "Let a key open nothing any more, for good.") { id }, async (store, parsed, stamp, token) =>
        {
            var key = Written.As<ApiKeyId>(parsed.GetRequiredValue(id));
            return ReplyAnswer.Of(await store.Send(new ApiKeyCommand.Revoke(key, stamp), token), stamp, EntityId.ApiKey(key), "revoked", null);
        });
    }

    private static Command Rotate(MetadataShell shell)
    {
        var id = Id();
        var overlap = new Option<string>("--overlap") { HelpName = "TIME", Description = "how long the old one goes on", DefaultValueFactory = _ => "24h" };
        return shell.Tells(new Command("rotate", "Issue a key in the place of another one.") { id, overlap }, async (store, parsed, stamp, token) =>
        {
            var text = parsed.GetRequiredValue(overlap);
            var length = Length(text) ?? throw new InputException($"{FreeText.Shown(text)} is no time such as 30m, 24h or 7d", column: "--overlap");
            return Of(await KeyDesk.Rotate(store, stamp, Written.As<ApiKeyId>(parsed.GetRequiredValue(id)), length, token));
        });
    }

    private static Argument<string> Id() => new("KEY") { Description = "the key's id, without its secret" };

    private static Answer Of(IssuedKey issued) => issued.Reply switch
    {
        Reply.Rejected rejected => Answer.Refused(rejected, rejected.Code == "key-unknown" ? "'secretmagic keys list' shows every key." : null),
        Reply.Busy => throw new IOException("Too much waits already: send it again later."),
        _ => new Answer(new { Id = issued.Key.Value, Key = issued.Secret }, console => console.Line(
            issued.Secret is { } secret ? $"{issued.Key} is issued; this is shown once:\n{secret}"
            : $"{issued.Key} was issued under this command id before; it was shown then")),
    };

    private static DateTimeOffset End(string text, DateTimeOffset now) => Length(text) is { } length ? now + length
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
        : throw new InputException($"{FreeText.Shown(text)} is no time such as 90d or 2027-01-31", column: "--expires");

    private static TimeSpan? Length(string text)
    {
        TimeSpan? unit = text switch
        {
            [.., 'm'] => TimeSpan.FromMinutes(1),
            [.., 'h'] => TimeSpan.FromHours(1),
            [.., 'd'] => TimeSpan.FromDays(1),
            _ => null,
        };
        return unit is { } one && text.Length <= 6 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, null, out var count)
            ? count * one
            : null;
    }
}
