using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>Batches: work on a client's data that a worker does.</summary>
internal static class BatchEndpoints
{
    private const string NotWanted = "not wanted any more";

    internal static void Map(RouteGroupBuilder api)
    {
        var own = api.MapGroup("/clients/{client}/batches").WithTags("Batches");
        own.MapGet("", List).WithName("listBatches").WithSummary("Batches of a client, the one queued last first, a page at a time.")
            .MayAnswer("client-unknown", "value-refused");
        own.MapPost("", Queue).WithName("queueBatch")
            .WithSummary("Let a worker do a work of a client from its source. Location is the batch.")
            .Needs(KeyRole.Operator).Produces<Replies.CommandAnswer>(202).Produces<Replies.CommandAnswer>()
            .MayAnswer(
                "client-unknown", "no-source", "client-queue-full", "batch-exists", "config-not-confirmed", "work-not-enabled", "client-not-active",
                "tenant-moving", "max-attempts", "value-refused", "busy", "outcome-unknown");
        var batches = api.MapGroup("/batches/{batch}").WithTags("Batches");
        batches.MapGet("", Show).WithName("showBatch").WithSummary("A batch: how far it is, what it made, what it left out, why it failed.")
            .Produces<BatchAnswer>().MayAnswer("batch-unknown");
        batches.MapGet("/events", Follow).WithName("followBatch")
            .WithSummary("Server-sent events: the batch whenever it is another, until it is over. Goes on behind Last-Event-ID; 204 when nothing follows.")
            .Produces<BatchAnswer>(200, "text/event-stream").Produces(204).MayAnswer("batch-unknown", "busy", "value-refused");
        batches.MapPost("/cancel", Cancel).WithName("cancelBatch").WithSummary("Stop a batch; the body may give a reason.")
            .IsCommand(KeyRole.Operator).MayAnswer("batch-unknown", "batch-over", "version-changed");
        batches.MapPost("/retry", Retry).WithName("retryBatch").WithSummary("Try a failed batch again, going on where it stopped.")
            .IsCommand(KeyRole.Operator).MayAnswer("batch-unknown", "batch-not-failed", "version-changed");
    }

    private static async Task<PageAnswer<BatchAnswer>> List(
        Call call, [Description("queued, running, done, failed or cancelled")] string? status, [Description("1 to 1000, 100 by default")] int? limit,
        string? cursor)
    {
        var most = Paging.Limit(limit);
        if (status is not null && !Word.All<BatchStatus>().Contains(status))
        {
            var words = string.Join(", ", Word.All<BatchStatus>());
            throw new ProblemException("value-refused", $"status is {FreeText.Shown(status)}: give one of {words}.", new ProblemError("status", words));
        }

        var rows = await call.Store.Tables.BatchPage(call.Client.Id, status, After(cursor), most + 1, call.Token);
        return PageAnswer<BatchAnswer>.Of(rows, most, row => BatchAnswer.Of(row), row => Paging.Cursor(row.QueuedAt.ToString("O"), row.Id));
    }

    private static async Task<IResult> Queue(Call call, NewBatch body)
    {
        var wish = new BatchWish(call, call.Client.Id, body.Work);
        var batch = wish.Own;
        if (body.Id is not null && !BatchId.TryParse(body.Id, out batch, out var refusal))
            throw new ProblemException("value-refused", refusal, new ProblemError("id", refusal));
        var reply = await wish.Queue(batch, null, body.Attempts);
        var (word, version) = Replies.Done(call, reply, EntityId.Batch(batch));
        var place = $"{ApiEndpoints.Root}/batches/{batch}";
        call.Say("Location", place);
        var answer = new Replies.CommandAnswer(word, EntityId.Batch(batch).Value, version, reply is Reply.Accepted, call.Stamp.Command.Value);
        return reply is Reply.Accepted ? TypedResults.Accepted(place, answer) : TypedResults.Ok(answer);
    }

    private static async Task<BatchAnswer> Show(Call call, string batch)
    {
        var row = await call.BatchOf(batch);
        call.Tag(row.Version);
        return await BatchAnswer.Whole(call.Store, row, call.Token);
    }

    private static async Task<IResult> Follow(Call call, BatchWatch watch, string batch)
    {
        var row = await call.BatchOf(batch);
        var known = call.LastEvent ?? 0;
        return BatchEvents.IsOver(row) && row.Version <= known ? TypedResults.NoContent() : new BatchEvents(watch, call.Store, BatchId.Parse(row.Id), known);
    }

    private static async Task<IResult> Cancel(Call call, string batch, Cancellation? body)
    {
        var row = await call.BatchOf(batch);
        return await call.Tell(new BatchCommand.Cancel(BatchId.Parse(row.Id), call.Stamp, body?.Reason ?? NotWanted));
    }

    private static async Task<IResult> Retry(Call call, string batch)
    {
        var row = await call.BatchOf(batch);
        return await call.Tell(new BatchCommand.Retry(BatchId.Parse(row.Id), call.Stamp));
    }

    private static (DateTimeOffset QueuedAt, string Id)? After(string? cursor)
    {
        if (Paging.Parts(cursor, 2) is not [var at, var id]) return null;
        return DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment)
            ? (moment, id)
            : throw Paging.Wrong(cursor!);
    }

    /// <summary>Work to do.</summary>
    /// <param name="Work">features or bom.</param>
    /// <param name="Id">A new id of its own; by default one that follows from the Idempotency-Key.</param>
    /// <param name="Attempts">How often it may be started, 1 to 100.</param>
    internal sealed record NewBatch(WorkKind Work, string? Id = null, int Attempts = 3);

    /// <summary>Why it is stopped.</summary>
    internal sealed record Cancellation(string? Reason = null);
}
