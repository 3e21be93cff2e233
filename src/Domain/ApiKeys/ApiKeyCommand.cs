namespace SecretMagic.Domain.ApiKeys;

/// <summary>What an API key can be told. When the answer is Accepted, the change is stored; processes that serve know of it within 5 seconds.</summary>
/// <param name="Key">Which key.</param>
/// <param name="Stamp">Which command, whose, when.</param>
public abstract record ApiKeyCommand(ApiKeyId Key, Stamp Stamp) : Command(Stamp)
{
    /// <inheritdoc/>
    public sealed override EntityId Entity => EntityId.ApiKey(Key);

    /// <summary>Be a key.</summary>
    /// <param name="Key">Which key.</param>
    /// <param name="Stamp">Which command, whose, when.</param>
    /// <param name="Name">Whom it is for, 1 to 100 characters; what it does is done by <c>key:NAME</c>.</param>
    /// <param name="Role">What it may do.</param>
    /// <param name="Scope">Whose data it opens.</param>
    /// <param name="SecretHash">SHA-256 of the secret, 64 hexadecimal digits in lower case.</param>
    /// <param name="ExpiresAt">When it ends; null for never.</param>
    public sealed record Issue(
        ApiKeyId Key, Stamp Stamp, string Name, KeyRole Role, KeyScope Scope, string SecretHash, DateTimeOffset? ExpiresAt) : ApiKeyCommand(Key, Stamp);

    /// <summary>Open nothing any more, for good.</summary>
    public sealed record Revoke(ApiKeyId Key, Stamp Stamp) : ApiKeyCommand(Key, Stamp);

    /// <summary>End at this moment, when another key has its place. A key that ends sooner already stays as it is.</summary>
    public sealed record Expire(ApiKeyId Key, Stamp Stamp, DateTimeOffset At) : ApiKeyCommand(Key, Stamp);
}
