using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.ApiKeys;
using SecretMagic.Domain.Batches;
using SecretMagic.Pipeline;
using SecretMagic.Runtime.Online;

namespace SecretMagic.Api;

/// <summary>Features of rows: of few at once, of more by a batch.</summary>
internal static class ProcessEndpoints
{
    private const int MostRows = 10_000;
    private const long MostBytes = 64L << 20;
    private const int Attempts = 3;

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/features/process", Process).WithName("processFeatures").WithTags("Features")
        .WithSummary(
            "Compute features: of up to 10000 rows at once; of more, of an upload, of the client's source, or with 'Prefer: respond-async', by a batch.")
        .Needs(KeyRole.Operator).WithMetadata(new RequestSizeLimitAttribute(MostBytes))
        .Produces<ResultEndpoints.RowsAnswer>().Produces<Queued>(StatusCodes.Status202Accepted)
        .MayAnswer(
            "client-unknown", "client-not-active", "client-queue-full", "no-source", "plan-missing", "upload-unknown", "value-refused", "body-too-large",
            "too-long", "busy");

    private static async Task Process(Call call, HttpContext context, ComputeSlots slots, ProcessBody body)
    {
        var client = await call.ClientOf(body.Client);
        if (!client.State.TryClear(client.Id, WorkKind.Features, out _, out var refusal)) throw new ProblemException(refusal.Code, refusal.Reason);
        if ((body.Rows is null ? 0 : 1) + (body.Upload is null ? 0 : 1) + (body.Source ? 1 : 0) != 1)
            throw new ProblemException("value-refused", "Give one of rows, upload and source.", new ProblemError("rows", "one of rows, upload and source"));
        var isAsync = context.Request.Headers["Prefer"].ToString().Contains("respond-async", StringComparison.OrdinalIgnoreCase);
        if (body.Source)
        {
            await Queue(call, context, client, null);
            return;
        }

        var definition = body.Definition ?? (await new ClientShards(call.Store.Gateway, client.Id).Plan(call.Token))?.Definition
            ?? throw new ProblemException("plan-missing", $"Give a definition: no plan of client {client.Id} says one.");
        if (body.Rows is { } rows && rows.Count <= MostRows && !isAsync)
        {
            var format = Accepted.Of(context.Request);
            using var made = await slots.Run("features", stop => Computed(client, body, definition, rows, call.Time, stop), call.Token);
            await made.Send(context.Response, format, call.Token);
            return;
        }

        using var spool = new Spool();
        var uploads = new OrderUploads(call.Store.Lake, client);
        var input = body.Upload is { } name ? uploads.Known(UploadEndpoints.NameOf(name, "upload")) : await uploads.Rows(body.Rows!, spool, call.Token);
        (string Name, string? Value)[] options =
        [
            ("input", input.Written), ("features", (await uploads.Definition(definition, call.Token)).Written), ("country", body.Country),
            ("as-of", body.AsOf), ("layout", body.Horizon is null ? null : "autogluon"), ("horizon", body.Horizon?.ToString(CultureInfo.InvariantCulture)),
        ];
        await Queue(call, context, client, new WorkOrder(
            WorkKind.Features, options.Where(option => option.Value is not null).ToImmutableSortedDictionary(
                option => option.Name, option => option.Value!, StringComparer.Ordinal)));
    }

    /// <summary>By the pipeline of batches, in a folder of the request's own: equal by bits.</summary>
    private static async Task<ResultRows> Computed(
        PathClient client, ProcessBody body, string definition, IReadOnlyList<JsonElement> rows, TimeProvider time, CancellationToken stop)
    {
        if (rows.Count == 0) throw new ProblemException("value-refused", "rows is empty: give rows.", new ProblemError("rows", "1 or more"));
        var spool = new Spool();
        try
        {
            var features = spool.PathOf("definition.yaml");
            await File.WriteAllTextAsync(features, definition, stop);
            var made = FeatureBatch.Run(
                new FeatureBatchOptions
                {
                    Input = await OrderUploads.Csv(rows, spool, stop),
                    Output = spool.PathOf("result"),
                    FeatureSet = features,
                    Client = client.Id.Value,
                    Country = body.Country,
                    AsOf = body.AsOf,
                    Layout = body.Horizon is null ? FeatureLayout.Files : FeatureLayout.AutoGluon,
                    Horizon = body.Horizon,
                    Threads = 1,
                },
                new Unheard(), time, stop);
            return ResultRows.Pick(made.Directory, made.Manifest, ResultWish.All, spool, stop);
        }
        catch (Exception failure)
        {
            spool.Dispose();
            if (failure is InputException wrong) throw spool.Problem(wrong, "");
            throw;
        }
    }

    private static async Task Queue(Call call, HttpContext context, PathClient client, WorkOrder? order)
    {
        var wish = new BatchWish(call, client.Id, WorkKind.Features);
        var batch = wish.Own;
        var reply = await wish.Queue(batch, order, Attempts);
        Replies.Done(call, reply, EntityId.Batch(batch));
        await TypedResults.Accepted($"{ApiEndpoints.Root}/batches/{batch}", new Queued(batch.Value)).ExecuteAsync(context);
    }

    /// <summary>What is wanted.</summary>
    /// <param name="Client">Whose data it is.</param>
    /// <param name="Definition">The feature set, YAML; by default that of the client's plan.</param>
    /// <param name="Country">The country of calendar entries that name none.</param>
    /// <param name="Rows">Rows with series_id, timestamp, target and any further columns.</param>
    /// <param name="Upload">Or the name of an upload.</param>
    /// <param name="Source">Or what the client's source names, with the feature set there.</param>
    /// <param name="AsOf">Only what was known by this time counts.</param>
    /// <param name="Horizon">Lists for AutoGluon are made for a forecast of so many steps.</param>
    internal sealed record ProcessBody(
        string Client, string? Definition = null, string? Country = null, IReadOnlyList<JsonElement>? Rows = null, string? Upload = null, bool Source = false,
        string? AsOf = null, int? Horizon = null);

    /// <summary>A batch that was queued.</summary>
    /// <param name="Batch">Its id.</param>
    internal sealed record Queued(string Batch);

    private sealed class Unheard : IProgress<Pipeline.BatchProgress>
    {
        public void Report(Pipeline.BatchProgress value)
        {
        }
    }
}
