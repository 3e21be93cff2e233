using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Runtime;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>Keys to the API. A secret is shown once, when its key is issued.</summary>
internal static class KeyEndpoints
{
    private const double MostHours = 24 * 365;

    internal static void Map(RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("", List).WithName("listKeys").WithSummary("Every key, without secrets.").Needs(KeyRole.Admin, allClients: true);
        keys.MapPost("", Issue).WithName("issueKey").WithSummary("Issue a key. Its secret is shown in this answer alone.")
            .Needs(KeyRole.Admin, allClients: true).Produces<SecretAnswer>(201).MayAnswer("key-issued", "key-scope", "key-expiry", "name");
        keys.MapPost("/{key}/rotation", Rotate).WithName("rotateKey")
            .WithSummary("Issue a key in the place of another one, which ends after an overlap.")
            .Needs(KeyRole.Admin, allClients: true).Produces<SecretAnswer>(201).MayAnswer("key-unknown", "key-revoked", "key-issued");
        keys.MapDelete("/{key}", Revoke).WithName("revokeKey").WithSummary("Revoke a key for good: it opens nothing within 5 seconds.")
            .IsCommand(KeyRole.Admin, allClients: true).MayAnswer("key-unknown");
    }

    private static async Task<IReadOnlyList<KeyAnswer>> List(Call call) =>
        [.. (await call.Store.Tables.ApiKeys(call.Token)).Select(KeyAnswer.Of)];

    private static async Task<IResult> Issue(Call call, KeyRing ring, NewKey body)
    {
        if (body.AllClients == body.Clients is { Count: > 0 })
            throw new ProblemException("key-scope", "Give clients, or all_clients: true.", new ProblemError("clients", "ids of clients"));
        var scope = body.AllClients ? KeyScope.All : KeyScope.Of(body.Clients!.Select(Client));
        var issued = await KeyDesk.Issue(call.Store, call.Stamp, body.Name, body.Role, scope, body.ExpiresAt, call.Token);
        return Shown(call, ring, issued);
    }

    private static async Task<IResult> Rotate(Call call, KeyRing ring, string key, Rotation body)
    {
        if (body.OverlapHours is not (>= 0 and <= MostHours))
            throw new ProblemException("value-refused", $"overlap_hours is not in 0 to {MostHours}.", new ProblemError("overlap_hours", $"0 to {MostHours}"));
        return Shown(call, ring, await KeyDesk.Rotate(call.Store, call.Stamp, Key(key), TimeSpan.FromHours(body.OverlapHours), call.Token));
    }

    private static async Task<IResult> Revoke(Call call, KeyRing ring, string key)
    {
        var result = await call.Tell(new ApiKeyCommand.Revoke(Key(key), call.Stamp));
        ring.Forget();
        return result;
    }

    private static Created<SecretAnswer> Shown(Call call, KeyRing ring, IssuedKey issued)
    {
        Replies.Done(call, issued.Reply, EntityId.ApiKey(issued.Key));
        ring.Forget();
        return issued.Secret is { } secret
            ? TypedResults.Created($"{ApiEndpoints.Root}/keys", new SecretAnswer(issued.Key.Value, secret))
            : throw new ProblemException("key-issued", $"The key {issued.Key} was issued under this Idempotency-Key before; its secret was shown then.");
    }

    private static ApiKeyId Key(string written) =>
        ApiKeyId.TryParse(written, out var key, out _) ? key : throw new ProblemException("key-unknown", $"There is no API key {FreeText.Shown(written)}.");

    private static TenantId Client(string written) => TenantId.TryParse(written, out var client, out var refusal)
        ? client
        : throw new ProblemException("value-refused", refusal, new ProblemError("clients", refusal));

    /// <summary>A key without its secret.</summary>
    internal sealed record KeyAnswer(
        string Id, string Name, string Role, bool AllClients, JsonElement Clients, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt,
        DateTimeOffset IssuedAt, string IssuedBy)
    {
        internal static KeyAnswer Of(ApiKeyRow row) =>
            new(row.Id, row.Name, row.Role, row.AllClients, row.Clients, row.ExpiresAt, row.RevokedAt, row.IssuedAt, row.IssuedBy);
    }

    /// <summary>What the holder sends, shown this once.</summary>
    internal sealed record SecretAnswer(string Id, string Key);

    /// <summary>A key to issue: for some clients, or for all.</summary>
    internal sealed record NewKey(
        string Name, KeyRole Role, IReadOnlyList<string>? Clients = null, bool AllClients = false, DateTimeOffset? ExpiresAt = null);

    /// <summary>How long the old key goes on.</summary>
    internal sealed record Rotation(double OverlapHours);
}
