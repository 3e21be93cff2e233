using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Pipeline;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>Rows of series that grow.</summary>
internal static class RowEndpoints
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/clients/{client}/rows", Add).WithName("addRows").WithTags("Series")
        .WithSummary(
            "Take rows: NDJSON, a JSON array, CSV or Parquet with series_id, timestamp, target, other columns of the plan, known_at. They are stored part by "
            + "part; the same again changes nothing.")
        .Needs(KeyRole.Operator).Produces<RowsTaken>()
        .TakesRaw([BodyType.Csv.Media, .. BodyType.All.Where(type => type != BodyType.Csv).Select(type => type.Media)])
        .MayAnswer("client-unknown", "plan-missing", "media-type", "body-too-large", "value-refused", "period-far", "busy", "outcome-unknown");

    private static async Task<IResult> Add(
        Call call, HttpContext context, ComputeSlots slots, FeatureBodies bodies,
        [FromQuery(Name = "known_at"), Description("when rows without known_at became known, UTC unless it says otherwise; now by default")] string? knownAt)
    {
        call.RequireClear(WorkKind.Features);
        var (type, known) = (BodyType.Of(context.Request), Paging.Moment(knownAt, "known_at"));
        var shards = new ClientShards(call.Store.Gateway, call.Client.Id);
        var plan = await shards.Plan(call.Token) ?? throw PlanEndpoints.Missing(call.Client.Id);
        using var spool = new Spool();
        var path = await spool.Take(context.Request, type, call.Token);
        using var slot = await slots.Enter(call.Token);
        long rows = 0, news = 0;
        try
        {
            foreach (var part in RowFile.Read(path, OnlinePlan.Compile(plan.Definition, "the plan", plan.Country), RowBlock.MaxRows, call.Token))
            {
                var answer = await shards.Add(call.Stamp, plan, part, known, call.Token);
                (rows, news) = (rows + answer.Rows, news + answer.News);
                if (answer.Refused is Reply.Rejected refused) throw new ProblemException(refused.Code, refused.Reason + Stored(news));
                if (answer.Refused is not null) throw new ProblemException("busy", $"Too much waits already.{Stored(news)}");
            }
        }
        catch (InputException wrong)
        {
            throw spool.Problem(wrong, Stored(news));
        }
        finally
        {
            bodies.Changed(call.Client.Id);
        }

        return TypedResults.Ok(new RowsTaken(rows, news));
    }

    private static string Stored(long news) => news == 0
        ? " Nothing of it is stored."
        : $" {news} new rows before that are stored: send the same again when it is right, nothing is taken twice.";

    /// <summary>What became of rows.</summary>
    /// <param name="Rows">Those that were sent.</param>
    /// <param name="News">Those of them that said something new and are stored; the others were known.</param>
    internal sealed record RowsTaken(long Rows, long News);
}
