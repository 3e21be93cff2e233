using System.ComponentModel;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>What is computed for rows as they come.</summary>
internal static class PlanEndpoints
{
    private const int MostBytes = 1 << 20;

    internal static void Map(RouteGroupBuilder api)
    {
        var plan = api.MapGroup("/clients/{client}/plan").WithTags("Series");
        plan.MapGet("", Show).WithName("showPlan").WithSummary("What is computed for rows as they come.").MayAnswer("client-unknown", "plan-unknown");
        plan.MapPut("", Set).WithName("setPlan")
            .WithSummary("Set what is computed for rows as they come: a feature set, as YAML text or as JSON {definition, country, shards}.")
            .Needs(KeyRole.Operator).TakesRaw("application/yaml", "application/json").Produces<PlanAnswer>()
            .MayAnswer("client-unknown", "value-refused", "shards-fixed", "body-too-large");
    }

    internal static ProblemException Missing(TenantId client) => new("plan-missing", $"No plan says what is computed for the rows of client {client}.");

    private static async Task<PlanAnswer> Show(Call call) => await new ClientShards(call.Store.Gateway, call.Client.Id).Plan(call.Token) is { } plan
        ? PlanAnswer.Of(plan, null)
        : throw new ProblemException("plan-unknown", $"No plan was set for client {call.Client.Id}.");

    private static async Task<PlanAnswer> Set(
        Call call, HttpContext context, FeatureBodies bodies,
        [Description("with YAML: the country of calendar entries that name none, such as GB")] string? country,
        [Description("with YAML: how many shards the series lie in; the first plan fixes it")] int? shards)
    {
        call.RequireClear(WorkKind.Features);
        var body = await Read(context.Request, country, shards, call.Token);
        if (body.Shards is < 1 or > SeriesShardId.MaxShards)
        {
            throw new ProblemException(
                "value-refused", $"shards is {body.Shards}: give 1 to {SeriesShardId.MaxShards}.",
                new ProblemError("shards", $"1 to {SeriesShardId.MaxShards}"));
        }

        var plan = OnlinePlan.Compile(body.Definition, "the definition", body.Country);
        var (reply, set) = await new ClientShards(call.Store.Gateway, call.Client.Id).SetPlan(call.Stamp, plan, body.Shards, call.Token);
        bodies.Changed(call.Client.Id);
        return reply switch
        {
            Reply.Rejected refused => throw new ProblemException(refused.Code, refused.Reason),
            Reply.Busy => throw new ProblemException("busy", "Too much waits already."),
            _ => PlanAnswer.Of(set!, plan),
        };
    }

    private static async Task<PlanBody> Read(HttpRequest request, string? country, int? shards, CancellationToken token)
    {
        var bytes = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token);
        if (length > MostBytes) throw new ProblemException("body-too-large", $"A feature set has at most {MostBytes} bytes.");
        try
        {
            return request.HasJsonContentType()
                ? JsonSerializer.Deserialize<PlanBody>(bytes.AsSpan(0, length), ApiJson.Options)
                    ?? throw new ProblemException("body-malformed", "The body is null: give definition, and country and shards where they are wanted.")
                : new PlanBody(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length), country, shards);
        }
        catch (JsonException wrong)
        {
            throw new BadHttpRequestException(wrong.Message, wrong);
        }
        catch (DecoderFallbackException)
        {
            throw new ProblemException("body-malformed", "The body is no UTF-8.");
        }
    }

    /// <summary>A plan to set.</summary>
    /// <param name="Definition">The feature set, YAML.</param>
    /// <param name="Country">The country of calendar entries that name none.</param>
    /// <param name="Shards">How many shards the series lie in; the first plan fixes it.</param>
    internal sealed record PlanBody(string Definition, string? Country = null, int? Shards = null);

    /// <summary>The plan in force.</summary>
    /// <param name="Version">Goes up with every other plan.</param>
    /// <param name="Hash">SHA-256 over all that decides a feature's bits.</param>
    /// <param name="Definition">The feature set, YAML.</param>
    /// <param name="Country">The country of calendar entries that name none.</param>
    /// <param name="Frequency">The step of the rows.</param>
    /// <param name="Columns">What is read of rows.</param>
    /// <param name="Shards">How many shards the series lie in.</param>
    /// <param name="LeftOut">Of a plan that was set now: optional entries that need more than rows; else null.</param>
    internal sealed record PlanAnswer(
        int Version, string Hash, string Definition, string? Country, string Frequency, IReadOnlyList<string> Columns, int Shards,
        IReadOnlyList<string>? LeftOut)
    {
        internal static PlanAnswer Of(ShardPlan plan, OnlinePlan? set) =>
            new(plan.Version, plan.Hash, plan.Definition, plan.Country, plan.Frequency, plan.Columns, plan.Shards, set?.LeftOut);
    }
}
