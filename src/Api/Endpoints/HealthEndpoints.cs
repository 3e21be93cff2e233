using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Runtime;

namespace SecretMagic.Api;

/// <summary>Whether the process lives, and whether it can work.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    internal static void Map(RouteGroupBuilder root)
    {
        root.MapGet("/health", () => TypedResults.Ok(new HealthAnswer("ok")))
            .WithName("health").WithSummary("The process lives.").WithTags("Health").OpenToAll();
        root.MapGet("/ready", Ready)
            .WithName("ready").WithSummary("The metadata database answers and has the schema of this program.").WithTags("Health")
            .Produces<HealthAnswer>().MayAnswer("not-ready").OpenToAll();
    }

    private static async Task<IResult> Ready(StoreDoor door, CancellationToken token)
    {
        try
        {
            await door.Store.Tables.Answer(token).WaitAsync(Patience, token);
            return TypedResults.Ok(new HealthAnswer("ready"));
        }
        catch (Exception failure) when (failure is TimeoutException || MetadataStore.IsAway(failure))
        {
            throw new ProblemException("not-ready", "The metadata database does not answer.");
        }
    }

    /// <summary>How the process is.</summary>
    /// <param name="Status">ok or ready.</param>
    internal sealed record HealthAnswer(string Status);
}
