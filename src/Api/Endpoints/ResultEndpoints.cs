using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecretMagic.Domain;
using SecretMagic.Domain.Clients;
using SecretMagic.Pipeline;
using SecretMagic.Storage.Tables;

namespace SecretMagic.Api;

/// <summary>What batches made for a client.</summary>
internal static class ResultEndpoints
{
    private const int Preset = 1_000;

    internal static void Map(RouteGroupBuilder api)
    {
        var results = api.MapGroup("/clients/{client}/results").WithTags("Results");
        results.MapGet("", List).WithName("listResults").WithSummary("The results that readers get.").MayAnswer("client-unknown");
        results.MapGet("/{set}/rows", Rows).WithName("readResult")
            .WithSummary("Rows of a result of features, by series and time; as JSON, CSV or Parquet by Accept.")
            .Produces<RowsAnswer>().MayAnswer("client-unknown", "result-unknown", "column-unknown", "value-refused", "not-acceptable");
    }

    private static async Task<IReadOnlyList<ResultAnswer>> List(Call call) =>
        [.. (await call.Store.Journal.Results(call.Client.Id, call.Token)).Where(result => result.IsCurrent).Select(ResultAnswer.Of)];

    private static async Task Rows(
        Call call, HttpContext context, string set, [Description("only of this series")] string? series, [Description("from this moment on")] string? from,
        [Description("up to this moment")] string? to, [Description("names joined by commas, beside series and time; all by default")] string? columns,
        [Description("1 to 100000, 1000 by default")] int? limit)
    {
        if (!FeatureSetName.TryParse(set, out var name, out var refusal))
            throw new ProblemException("value-refused", refusal, new ProblemError("set", refusal));
        if (limit is < 1 or > ResultWish.MostRows) throw new ProblemException("value-refused", $"limit is {limit}: give 1 to {ResultWish.MostRows}.");
        if (series?.Contains('\0', StringComparison.Ordinal) == true) throw new ProblemException("value-refused", "series holds a zero character.");
        var format = Accepted.Of(context.Request);
        var wish = new ResultWish(
            series, Paging.Moment(from, "from"), Paging.Moment(to, "to"), columns?.Split(',', StringSplitOptions.TrimEntries), limit ?? Preset);
        using var rows = await call.Store.Lake.Read(
            call.Client.Id, ResultKind.Features, name,
            folder => FeatureManifest.Read(folder) is { } manifest ? ResultRows.Pick(folder, manifest, wish, new Spool(), call.Token) : null, call.Token)
            ?? throw new ProblemException("result-unknown", $"Client {call.Client.Id} has no result of features {name}.");
        await rows.Send(context.Response, format, call.Token);
    }

    /// <summary>A result.</summary>
    /// <param name="Kind">features, requirements or coverage.</param>
    /// <param name="Set">The set of columns.</param>
    /// <param name="Batch">The batch that made it.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Hash">SHA-256 of what decides it.</param>
    internal sealed record ResultAnswer(string Kind, string Set, string Batch, long Rows, string Hash)
    {
        internal static ResultAnswer Of(LakeResult result) => new(Word.Of(result.Kind), result.Set.Value, result.Batch.Value, result.Rows, result.Hash);
    }

    /// <summary>Rows, each an object with the names of the columns.</summary>
    internal sealed record RowsAnswer(IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows);
}
