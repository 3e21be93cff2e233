using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SecretMagic.Domain.ApiKeys;

namespace SecretMagic.Api;

/// <summary>What endpoints say of themselves beside their handler.</summary>
internal static class EndpointRules
{
    /// <summary>Nobody needs a key for it.</summary>
    internal static RouteHandlerBuilder OpenToAll(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new OpenEndpoint());

    /// <summary>What a key must be for it.</summary>
    internal static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, KeyRole role, bool allClients = false) =>
        endpoint.WithMetadata(new Needs(role, allClients));

    /// <summary>It is a command: answered with what became of it, once for each Idempotency-Key.</summary>
    internal static RouteHandlerBuilder IsCommand(this RouteHandlerBuilder endpoint, KeyRole role, bool allClients = false) =>
        endpoint.Needs(role, allClients).Produces<Replies.CommandAnswer>().MayAnswer("busy", "outcome-unknown", "value-refused");

    /// <summary>It reads its body itself, which comes as one of these types.</summary>
    internal static RouteHandlerBuilder TakesRaw(this RouteHandlerBuilder endpoint, params string[] media) => endpoint.WithMetadata(new RawBody(media));

    /// <summary>Names problems that it answers, beside those that every endpoint may answer.</summary>
    internal static RouteHandlerBuilder MayAnswer(this RouteHandlerBuilder endpoint, params string[] codes)
    {
        foreach (var status in codes.Select(code => ProblemKind.Of(code).Status).Distinct())
            endpoint.Produces<Problem>(status, "application/problem+json");
        return endpoint.WithMetadata(new MayAnswerProblems(codes));
    }

    /// <summary>Marks an endpoint without a key.</summary>
    internal sealed record OpenEndpoint;

    /// <summary>The types of a body that an endpoint reads itself; routing does not ask for them.</summary>
    internal sealed record RawBody(IReadOnlyList<string> Media);

    /// <summary>The problems of an endpoint.</summary>
    internal sealed record MayAnswerProblems(IReadOnlyList<string> Codes);
}
