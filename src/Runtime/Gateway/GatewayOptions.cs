namespace SecretMagic.Runtime;

/// <summary>How a gateway treats its callers.</summary>
public sealed record GatewayOptions
{
    /// <summary>Commands and queries that may wait for one entity; the next one is answered Busy.</summary>
    public int MailboxSize { get; init; } = 1024;

    /// <summary>An entity that nobody needs for so long leaves the memory.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a command is tried again while the store is away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Other processes write to the store too, so an answer takes a look at it; false saves the look.</summary>
    public bool IsShared { get; init; } = true;
}
