using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Clients;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>
/// Lets a request through to its endpoint: a valid key, of the role that the endpoint asks for, that opens the client of the path. A client outside the key's
/// scope is answered exactly as one that does not exist.
/// </summary>
internal sealed class Guard(StoreDoor door, KeyRing keys, RateLimits limits, TimeProvider time)
{
    internal const string ClientParameter = "client";

    /// <summary>How long a client is looked for while the database is away: nothing was begun, so nobody needs to wait longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Clients as they were when endpoints that are read often looked last.</summary>
    private readonly ConcurrentDictionary<string, (PathClient Client, long Since)> _looked = new(StringComparer.Ordinal);

    internal async Task Check(HttpContext context, Func<Task> next)
    {
        // What routing answers itself (no such path, method or type) has no data.
        if (context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<EndpointRules.OpenEndpoint>() is null)
        {
            var caller = await keys.Find(Sent(context.Request), context.RequestAborted)
                ?? throw new ProblemException("key-missing", "The request has no API key that is valid.");
            limits.Take(caller);
            var needs = NeedsOf(endpoint);
            if (caller.Role < needs.Role)
                throw new ProblemException("role-missing", $"The key is a {Word.Of(caller.Role)}'s: this needs the role {Word.Of(needs.Role)}.");
            if (needs.AllClients && !caller.Scope.IsForAll) throw new ProblemException("scope-missing", "This needs a key that is for all clients.");
            context.Features.Set(caller);
            if (context.GetRouteValue(ClientParameter) is string client)
            {
                context.Features.Set(
                    endpoint.Metadata.GetMetadata<HotRead>() is { } hot
                        ? await Looked(client, caller, hot.MayBeOld, context.RequestAborted)
                        : await ClientOf(client, caller, context.RequestAborted));
            }
        }

        await next();
    }

    /// <summary>What an endpoint asks of a key.</summary>
    internal static Needs NeedsOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Needs>() ?? new Needs(
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is ["GET"] ? KeyRole.Reader : KeyRole.Admin, AllClients: false);

    /// <summary>A client that the caller may know of.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    internal async Task<PathClient> ClientOf(string written, Caller caller, CancellationToken token)
    {
        if (TenantId.TryParse(written, out var id, out _) && caller.Scope.Holds(id))
        {
            var client = await Asked(new StateOf<Client>(EntityId.Client(id)), token);
            if (client.State.Name is not null) return new PathClient(id, client.Version, client.State);
        }

        throw new ProblemException("client-unknown", $"There is no client {FreeText.Shown(written)}.");
    }

    /// <summary>A batch of a client that the caller may know of.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    internal async Task<BatchRow> BatchOf(string written, Caller caller, CancellationToken token) =>
        BatchId.TryParse(written, out var id, out _) && await door.Store.Tables.Batches(id, null, null, 1, token) is [var row]
            && caller.Scope.Holds(TenantId.Parse(row.Client))
            ? row
            : throw new ProblemException("batch-unknown", $"There is no batch {FreeText.Shown(written)}.");

    /// <summary>True while the key of a request that was let through still opens something.</summary>
    internal async Task<bool> IsOpen(HttpRequest request, CancellationToken token) => await keys.Find(Sent(request), token) is not null;

    private async ValueTask<PathClient> Looked(string written, Caller caller, TimeSpan mayBeOld, CancellationToken token)
    {
        var now = time.GetTimestamp();
        if (_looked.TryGetValue(written, out var held) && time.GetElapsedTime(held.Since, now) < mayBeOld && caller.Scope.Holds(held.Client.Id))
            return held.Client;
        var found = await ClientOf(written, caller, token);
        _looked[written] = (found, now);
        return found;
    }

    private async Task<TAnswer> Asked<TAnswer>(Query<TAnswer> query, CancellationToken token)
    {
        try
        {
            return await door.Store.Gateway.Ask(query, token).WaitAsync(Patience, time, token);
        }
        catch (TimeoutException)
        {
            throw new ProblemException("store-away", "The metadata database does not answer at the moment.");
        }
    }

    private static string? Sent(HttpRequest request)
    {
        const string bearer = "Bearer ";
        if (request.Headers.Authorization.ToString() is { } header && header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase))
            return header[bearer.Length..].Trim();
        return request.Headers["X-Api-Key"];
    }
}
