using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Pipeline;

namespace SecretMagic.Api;

/// <summary>Explosions that are answered at once.</summary>
internal static class ExplodeEndpoints
{
    private const int MostBytes = 32 << 20;

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/bom/explode", Explode).WithName("explode").WithTags("Explosions").WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .WithSummary(
                "Explode demand through recipes and compare it with stock, at once. What the files of 'explode' have as columns are members of rows; "
                + "recipes may be uploads or those of the client's source.")
            .Needs(KeyRole.Operator).Produces<ExplodeAnswer>()
            .MayAnswer(
                "client-unknown", "no-source", "upload-unknown", "value-refused", "recipes-refused", "bom-cycle", "upload-needed", "too-long", "busy",
                "body-too-large");

    private static async Task<ExplodeAnswer> Explode(Call call, ComputeSlots slots, ExplodeWish body)
    {
        var client = await call.ClientOf(body.Client);
        if (call.IsAsync) throw new ProblemException("upload-needed", "What is answered later is done by a batch.");
        var explosion = body.Checked(client, call.Store.Lake);
        try
        {
            var made = await slots.Run("explosion", stop => Task.FromResult(explosion.Run(call.Time, stop)), call.Token);
            return made is { Requirements: { } requirements, Coverage: { } coverage }
                ? new ExplodeAnswer(made.Summary, requirements, coverage)
                : throw new ProblemException(
                    "upload-needed", $"The answer has {made.Summary.RequirementRows + made.Summary.CoverageRows:N0} rows: that is too many at once.");
        }
        catch (RecipesRefusedException refused)
        {
            throw RecipeProblems.OfBody(refused);
        }
        catch (InputException cell)
        {
            throw RecipeProblems.OfBody(cell);
        }
    }

    /// <summary>What an explosion comes to.</summary>
    /// <param name="Summary">What <c>summary.json</c> says; lines are counted as in a file, whose first line names the columns.</param>
    /// <param name="Requirements">What is required, a row an item, site and day.</param>
    /// <param name="Coverage">How it is met, where something is missing first.</param>
    internal sealed record ExplodeAnswer(ExplosionManifest Summary, IReadOnlyList<RequiredRow> Requirements, IReadOnlyList<CoveredRow> Coverage);
}
