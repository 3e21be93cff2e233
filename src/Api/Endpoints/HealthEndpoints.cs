using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecretMagic.Api;

/// <summary>
/// Whether the process lives, and whether it can work. That it lives depends on nothing else, or an outage would have it started again and again.
/// </summary>
internal static class HealthEndpoints
{
    internal static void Map(RouteGroupBuilder root)
    {
        root.MapGet("/health", () => TypedResults.Ok(new HealthAnswer("ok")))
            .WithName("health").WithSummary("The process lives.").WithTags("Health").OpenToAll();
        root.MapGet("/ready", Ready)
            .WithName("ready").WithSummary("The metadata database answers and has the schema of this program; of a cluster the process is a member that is up.")
            .WithTags("Health").Produces<HealthAnswer>().MayAnswer("not-ready").OpenToAll();
    }

    private static async Task<IResult> Ready(Readiness readiness, CancellationToken token) => await readiness.Missing(token) is { } missing
        ? throw new ProblemException("not-ready", missing)
        : TypedResults.Ok(new HealthAnswer("ready"));

    /// <summary>How the process is.</summary>
    /// <param name="Status">ok or ready.</param>
    internal sealed record HealthAnswer(string Status);
}
