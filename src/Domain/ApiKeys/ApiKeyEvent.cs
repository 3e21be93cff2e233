namespace SecretMagic.Domain.ApiKeys;

/// <summary>What can happen to an API key.</summary>
public abstract record ApiKeyEvent : Event
{
    private ApiKeyEvent()
    {
    }

    /// <summary>It was issued.</summary>
    public sealed record Issued(string Name, KeyRole Role, KeyScope Scope, string SecretHash, DateTimeOffset? ExpiresAt) : ApiKeyEvent;

    /// <summary>It opens nothing any more.</summary>
    public sealed record Revoked : ApiKeyEvent;

    /// <summary>It ends at another moment.</summary>
    public sealed record ExpirySet(DateTimeOffset ExpiresAt, DateTimeOffset? Was) : ApiKeyEvent;

    /// <summary>A command wanted what was so already.</summary>
    public sealed record Unchanged(string What) : ApiKeyEvent;
}
