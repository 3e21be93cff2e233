using System.Diagnostics;
using static SecretMagic.Domain.ApiKeys.ApiKeyCommand;
using static SecretMagic.Domain.ApiKeys.ApiKeyEvent;

namespace SecretMagic.Domain.ApiKeys;

/// <summary>A key to the API: who holds it, what it may do, until when. Of its secret only a hash is known.</summary>
public sealed record ApiKey : IDecider<ApiKey, ApiKeyCommand, ApiKeyEvent>
{
    /// <summary>The longest name, so that <c>key:NAME</c> fits everywhere.</summary>
    public const int MaxName = 100;

    /// <inheritdoc/>
    public static ApiKey Initial { get; } = new();

    /// <summary>Whom it is for; null before it is issued.</summary>
    public string? Name { get; init; }

    /// <summary>What it may do.</summary>
    public KeyRole Role { get; init; }

    /// <summary>Whose data it opens.</summary>
    public KeyScope Scope { get; init; } = new(false, []);

    /// <summary>SHA-256 of the secret, in hexadecimal.</summary>
    public string SecretHash { get; init; } = "";

    /// <summary>When it ends, UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It opens nothing any more.</summary>
    public bool IsRevoked { get; init; }

    /// <inheritdoc/>
    public static Decision<ApiKeyEvent> Decide(ApiKey state, ApiKeyCommand command)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(command);
        if (command is Issue issue) return OfIssue(state, issue);
        if (state.Name is null) return Reject("key-unknown", $"There is no API key {command.Key}.");
        return command switch
        {
            Revoke => Accept(state.IsRevoked ? new Unchanged("revoked") : new Revoked()),
            _ when state.IsRevoked => Reject("key-revoked", $"The API key {command.Key} is revoked: nothing about it changes any more."),
            Expire wish => state.ExpiresAt <= wish.At ? Accept(new Unchanged("expires_at"))
                : Accept(new ExpirySet(Moment(wish.At), state.ExpiresAt)),
            _ => throw new UnreachableException($"No API key knows the command {command.GetType()}."),
        };
    }

    /// <inheritdoc/>
    public static ApiKey Evolve(ApiKey state, ApiKeyEvent happened, Stamp stamp)
    {
        ArgumentNullException.ThrowIfNull(state);
        return happened switch
        {
            Issued now => state with { Name = now.Name, Role = now.Role, Scope = now.Scope, SecretHash = now.SecretHash, ExpiresAt = now.ExpiresAt },
            Revoked => state with { IsRevoked = true },
            ExpirySet now => state with { ExpiresAt = now.ExpiresAt },
            Unchanged => state,
            _ => throw new UnreachableException($"No API key knows the event {happened}."),
        };
    }

    private static Decision<ApiKeyEvent> OfIssue(ApiKey state, Issue wish)
    {
        if (state.Name is not null) return Reject("key-exists", $"The API key {wish.Key} was issued already.");
        if (FreeText.Refusal("The name of the key", wish.Name, MaxName) is { } name) return Reject("name", name);
        if (!Enum.IsDefined(wish.Role)) return Reject("key-role", $"The role {wish.Role} is not known.");
        if (wish.Scope.Refusal() is { } scope) return Reject("key-scope", scope);
        if (wish.SecretHash.Length != 64 || !wish.SecretHash.All(char.IsAsciiHexDigitLower))
            return Reject("key-secret", "The hash of the key's secret is no SHA-256 in hexadecimal.");
        return wish.ExpiresAt <= wish.Stamp.When
            ? Reject("key-expiry", "The key would end before it begins: give a moment in the future.")
            : Accept(new Issued(wish.Name, wish.Role, wish.Scope, wish.SecretHash, wish.ExpiresAt is { } end ? Moment(end) : null));
    }

    /// <summary>UTC in whole microseconds: every store keeps these without loss.</summary>
    private static DateTimeOffset Moment(DateTimeOffset moment) =>
        new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    private static Decision<ApiKeyEvent> Accept(ApiKeyEvent happened) => Decision<ApiKeyEvent>.Accept(happened);

    private static Decision<ApiKeyEvent> Reject(string code, string reason) => Decision<ApiKeyEvent>.Reject(code, reason);
}
