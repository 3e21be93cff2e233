using System.Collections.Frozen;
using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using SecretMagic.Domain;
using SecretMagic.Domain.SeriesShards;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>Series that grow, and their features.</summary>
internal static class SeriesEndpoints
{
    /// <summary>
    /// How long rows that another process took may be unseen: many reads of one series then cost the database one statement in this time. Rows that this
    /// process took show at once.
    /// </summary>
    internal static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(50);

    /// <summary>The most rows of a history.</summary>
    internal const int MostRows = 10_000;

    internal static void Map(RouteGroupBuilder api)
    {
        var series = api.MapGroup("/clients/{client}/series").WithTags("Series");
        series.MapGet("", List).WithName("listSeries").WithSummary("The ids of series, in order, a page at a time.")
            .MayAnswer("client-unknown", "value-refused");
        series.MapGet("/{series}/features", Features).WithName("showFeatures")
            .WithSummary("The features of the last row of a series, now or as of a moment; a missing value says why.")
            .WithMetadata(new HotRead(Freshness)).Produces<FeaturesAnswer>().Produces(StatusCodes.Status304NotModified)
            .MayAnswer("client-unknown", "plan-missing", "series-unknown", "value-refused");
        series.MapGet("/{series}/features/stream", Stream).WithName("streamFeatures")
            .WithSummary("The features of a series as they change, as server-sent events; whoever reads slowly gets the latest.")
            .Produces<FeaturesAnswer>(contentType: FeatureStream.Media).MayAnswer("client-unknown", "plan-missing", "series-unknown");
        series.MapGet("/{series}/history", History).WithName("showHistory")
            .WithSummary("The rows of a series and their features over time, by bits those of a batch; as JSON, CSV or Parquet by Accept.")
            .Produces<HistoryAnswer.Written>().MayAnswer("client-unknown", "plan-missing", "series-unknown", "column-unknown", "rows-many", "value-refused");
    }

    private static async Task<PageAnswer<string>> List(
        Call call, [Description("only ids behind this one")] string? after, [Description("1 to 1000, 100 by default")] int? limit, string? cursor)
    {
        var most = Paging.Limit(limit);
        var behind = Paging.Parts(cursor, 1)?[0] ?? after;
        var found = await new ClientShards(call.Store.Gateway, call.Client.Id).Series(behind, most + 1, call.Token);
        return PageAnswer<string>.Of(found, most, id => id, id => Paging.Cursor(id));
    }

    private static async Task<IResult> Features(Call call, FeatureBodies bodies, string series, [FromQuery(Name = "as_of")] string? asOf)
    {
        var (client, id) = (call.Client.Id, IdOf(series));
        if (asOf is null && bodies.Looked(client, id, Freshness) is { } looked) return looked;
        var (changes, since) = (bodies.Changes(client), call.Time.GetTimestamp());
        var moment = Paging.Moment(asOf, "as_of");
        var shards = new ClientShards(call.Store.Gateway, client) { MayBeOld = moment is null ? Freshness : default };
        var found = await shards.Features(id, moment, call.Token) ?? throw await Unknown(call, shards, series, moment);
        return moment is null ? bodies.Of(client, found, changes, since) : new FeatureBody(found);
    }

    private static async Task Stream(Call call, HttpContext context, IHostApplicationLifetime life, string series)
    {
        var shards = new ClientShards(call.Store.Gateway, call.Client.Id);
        var plan = await shards.Plan(call.Token) ?? throw PlanEndpoints.Missing(call.Client.Id);
        var id = IdOf(series);
        if (await shards.Features(id, null, call.Token) is null) throw await Unknown(call, shards, series, null);
        // Who listens would hold up the end of the process.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(call.Token, life.ApplicationStopping);
        var changes = call.Store.Watch(new SeriesShardId(call.Client.Id, SeriesPlace.Of(id, plan.Shards)), [id], stop.Token);
        await FeatureStream.Write(context.Response, changes, () => shards.Features(id, null, stop.Token), call.Time, stop.Token);
    }

    private static async Task<IResult> History(
        Call call, HttpContext context, string series, [Description("from this moment on")] string? from, [Description("up to this moment")] string? to,
        [Description("names of columns of the rows and of features, joined by commas; all by default")] string? columns)
    {
        var format = Accepted.Of(context.Request);
        var (first, last) = (Paging.Moment(from, "from"), Paging.Moment(to, "to"));
        var wanted = columns?.Split(',', StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
        var span = new HistorySpan(first is { } begin ? Micros(begin) : long.MinValue, last is { } end ? Micros(end) : long.MaxValue);
        var shards = new ClientShards(call.Store.Gateway, call.Client.Id);
        var table = await shards.History(IdOf(series), span, wanted, MostRows, call.Token) ?? throw await Unknown(call, shards, series, null);
        if (wanted?.FirstOrDefault(name => table.Columns.All(column => column.Block.Name != name)) is { } other)
            throw new ProblemException("column-unknown", $"There is no column {FreeText.Shown(other)}.", new ProblemError("columns", "names of the plan"));
        if (table.Rows > MostRows)
            throw new ProblemException("rows-many", $"These are {table.Rows} rows: narrow from and to, an answer has at most {MostRows}.");
        if (format == AnswerFormat.Json) return new HistoryAnswer(table);
        using var spool = new Spool();
        return await HistoryFile.Of(table, format, spool, call.Token);
    }

    /// <summary>The id of a series in a path, where a slash stays written as %2F.</summary>
    private static string IdOf(string written) => written.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static long Micros(DateTimeOffset moment) => (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static async Task<ProblemException> Unknown(Call call, ClientShards shards, string series, DateTimeOffset? moment)
    {
        if (await shards.Plan(call.Token) is null) return PlanEndpoints.Missing(call.Client.Id);
        var by = moment is null ? "" : " that were known by then";
        return new ProblemException("series-unknown", $"Client {call.Client.Id} has no rows of series {FreeText.Shown(IdOf(series))}{by}.");
    }
}
