using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;

namespace SecretMagic.Runtime;

/// <summary>Where API keys are issued and put in each other's place.</summary>
public static class KeyDesk
{
    private const string Bootstrap = "bootstrap";

    /// <summary>Issues a key. The same command issues one key, however often it is sent.</summary>
    public static async Task<IssuedKey> Issue(
        MetadataStore store, Stamp stamp, string name, KeyRole role, KeyScope scope, DateTimeOffset? expiresAt, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(stamp);
        var key = ApiKeyId.Of(stamp.Command);
        var (sent, hash) = KeySecret.Create(key);
        var reply = await store.Send(new ApiKeyCommand.Issue(key, stamp, name, role, scope, hash, expiresAt), token);
        // A command that is sent again on its way is answered as one that was done already: whether this call did it, its hash says.
        var isOurs = reply is Reply.Accepted
            || (reply is Reply.Duplicate && KeySecret.Are((await store.Read<ApiKey>(EntityId.ApiKey(key), token)).SecretHash, hash));
        return new IssuedKey(reply, key, isOurs ? sent : null);
    }

    /// <summary>Issues a key with the name, role, scope and length of life of an old one, which ends after the overlap.</summary>
    public static async Task<IssuedKey> Rotate(MetadataStore store, Stamp stamp, ApiKeyId old, TimeSpan overlap, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(stamp);
        var now = await store.Read<ApiKey>(EntityId.ApiKey(old), token);
        if (now.Name is null) return new IssuedKey(new Reply.Rejected("key-unknown", $"There is no API key {old}."), old, null);
        if (now.IsRevoked || now.ExpiresAt <= stamp.When)
            return new IssuedKey(new Reply.Rejected("key-revoked", $"The API key {old} is over: issue another one."), old, null);
        var issued = await Issue(store, stamp, now.Name, now.Role, now.Scope, now.ExpiresAt, token);
        if (issued.Reply is not (Reply.Accepted or Reply.Duplicate)) return issued;
        var ended = await store.Send(new ApiKeyCommand.Expire(old, stamp, stamp.When + overlap), token);
        return ended is Reply.Accepted or Reply.Duplicate ? issued : issued with { Reply = ended, Secret = null };
    }

    /// <summary>Issues the first key of an installation that has none: an admin's, for all clients. Null when there is a key already.</summary>
    public static async Task<string?> IssueFirst(MetadataStore store, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(store);
        if ((await store.Tables.ApiKeys(token)).Count > 0) return null;
        // Of several processes that begin at the same time one issues it.
        var stamp = Stamp.Create(CommandId.Parse(Bootstrap), Bootstrap, store.Time.GetUtcNow());
        return (await Issue(store, stamp, Bootstrap, KeyRole.Admin, KeyScope.All, null, token)).Secret;
    }
}
